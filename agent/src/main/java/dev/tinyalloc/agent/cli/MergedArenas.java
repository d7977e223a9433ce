package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The lines of several reports that open arenas. */
final class MergedArenas {

  private static final Comparator<JsonObject> LEAKS_FIRST =
      Comparator.comparingLong((JsonObject row) -> Json.number(row, "neverClosed"))
          .thenComparingLong(row -> Json.number(row, "opened"))
          .reversed();

  private MergedArenas() {}

  static JsonArray rows(List<Report> reports) {
    List<JsonObject> rows = new ArrayList<>();
    for (List<JsonObject> parts : MergedPlaces.of(reports, "arenas", "kind")) {
      rows.add(merge(parts));
    }
    rows.sort(LEAKS_FIRST);
    JsonArray arenas = new JsonArray();
    rows.forEach(arenas::add);
    return arenas;
  }

  private static JsonObject merge(List<JsonObject> parts) {
    JsonObject first = parts.get(0);
    JsonObject row = new JsonObject();
    row.add("class", first.get("class"));
    row.add("method", first.get("method"));
    row.add("file", MergedPlaces.file(parts));
    row.add("line", first.get("line"));
    row.addProperty("loader", MergedPlaces.loader(parts));
    row.addProperty("kind", Json.text(first, "kind"));
    Figures.sum(row, parts, Figures.ARENA);
    row.add("openNanos", Percentiles.merge(parts, "openNanos", "closed"));
    row.add("closeNanos", Percentiles.merge(parts, "closeNanos", "closed"));
    return row;
  }
}
