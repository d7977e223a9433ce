package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;

/** A diff for programs: schema {@code tinyalloc-diff/1}. */
final class DiffJson {

  private static final String SCHEMA = "tinyalloc-diff/1";

  private static final List<String> SITE_PLACE =
      List.of("api", "class", "method", "file", "line", "loader");

  private static final List<String> ARENA_PLACE =
      List.of("class", "method", "file", "line", "loader", "kind");

  private final Diff diff;
  private final double seconds;

  private DiffJson(Diff diff) {
    this.diff = diff;
    this.seconds = diff.seconds();
  }

  /**
   * All of {@code diff}.
   *
   * @param limit of rows in a list; 0 for none
   */
  static JsonObject of(Diff diff, DiffKey key, int limit) {
    return new DiffJson(diff).json(diff.sites(key), limit);
  }

  private JsonObject json(List<Change> sites, int limit) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.add("a", report(diff.a()));
    json.add("b", report(diff.b()));
    json.addProperty("sameProcess", diff.a().isOfSameProcess(diff.b()));
    if (seconds != 0) {
      json.addProperty("seconds", seconds);
    }
    json.add("totals", figures(diff.totals()));
    json.add("memory", figures(diff.memory()));
    json.add("sites", rows(DiffText.first(sites, limit), SITE_PLACE));
    json.addProperty("changedSites", sites.size());
    json.add("rest", figures(diff.rest()));
    json.add("arenas", rows(DiffText.first(diff.arenas(), limit), ARENA_PLACE));
    json.addProperty("changedArenas", diff.arenas().size());
    return json;
  }

  private static JsonObject report(Report report) {
    JsonObject json = new JsonObject();
    json.addProperty("file", report.name());
    json.addProperty("program", report.program());
    json.addProperty("pid", report.pid());
    json.addProperty("time", report.time().toString());
    json.addProperty("uptimeMillis", report.uptimeMillis());
    json.addProperty("mode", report.mode());
    json.addProperty("leftOutSites", report.leftOut("sites"));
    return json;
  }

  private JsonArray rows(List<Change> changes, List<String> place) {
    JsonArray rows = new JsonArray();
    for (Change change : changes) {
      rows.add(row(change, place));
    }
    return rows;
  }

  private JsonObject row(Change change, List<String> place) {
    JsonObject json = new JsonObject();
    json.addProperty("status", change.status().text());
    addIds(json, change);
    for (String key : place) {
      JsonElement value = change.row().get(key);
      json.add(key, value == null ? JsonNull.INSTANCE : value);
    }
    figures(change).entrySet().forEach(figure -> json.add(figure.getKey(), figure.getValue()));
    return json;
  }

  /** Those that a site has in either report, to look it up there. */
  private static void addIds(JsonObject json, Change change) {
    if (change.before() != null && change.before().has("id")) {
      json.add("idA", change.before().get("id"));
    }
    if (change.after() != null && change.after().has("id")) {
      json.add("idB", change.after().get("id"));
    }
  }

  private JsonObject figures(Change change) {
    JsonObject json = new JsonObject();
    for (String figure : change.figures()) {
      JsonObject values = new JsonObject();
      values.addProperty("a", change.before(figure));
      values.addProperty("b", change.after(figure));
      values.addProperty("change", change.by(figure));
      if (seconds != 0 && DiffText.hasRate(figure)) {
        BigDecimal rate = BigDecimal.valueOf(change.by(figure) / seconds);
        values.addProperty("perSecond", Json.rounded(rate));
      }
      json.add(figure, values);
    }
    return json;
  }
}
