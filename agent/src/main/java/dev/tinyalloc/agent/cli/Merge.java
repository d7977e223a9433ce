package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes one report of several. */
final class Merge {

  private static final Comparator<JsonObject> FASTEST_FIRST =
      Comparator.comparing((JsonObject row) -> Json.decimal(row, "bytesPerSecondLow")).reversed();

  private final List<Report> reports;
  private final MergedHead head;
  private final MergedSites sites;
  private final MergedStacks stacks;
  private final JsonObject merged = new JsonObject();

  private Merge(List<Report> reports) {
    this.reports = reports;
    head = new MergedHead(reports);
    sites = new MergedSites(reports);
    stacks = new MergedStacks(reports, sites);
  }

  /** The report of all that {@code reports}, one at least, are of. */
  static JsonObject of(List<Report> reports) {
    Merge merge = new Merge(reports);
    merge.merge();
    return merge.merged;
  }

  private void merge() {
    head.addTo(merged);
    merged.add("totals", sums("totals", Figures.TOTALS));
    merged.add("memory", sums("memory", Figures.MEMORY));
    merged.add("sizeClasses", sizeClasses());
    merged.add("sites", sites.rows());
    merged.add("arenas", MergedArenas.rows(reports));
    merged.add("growth", growth());
    addSeries();
    merged.add("sampling", sampling());
    merged.add("stacks", stacks.rows());
    merged.add("oldest", stacks.oldest());
    merged.add("coverage", coverage());
    addLeftOut();
    merged.add("merged", head.origins());
    merged.add("notes", notes());
  }

  private List<JsonObject> parts(String name) {
    return reports.stream().map(report -> Json.part(report.json(), name)).toList();
  }

  private JsonObject sums(String name, List<String> figures) {
    JsonObject sums = new JsonObject();
    Figures.sum(sums, parts(name), figures);
    return sums;
  }

  private JsonArray sizeClasses() {
    Map<Long, List<JsonObject>> bySize = new TreeMap<>();
    for (Report report : reports) {
      for (JsonObject row : report.rows("sizeClasses")) {
        long blockBytes = Json.number(row, "blockBytes");
        bySize.computeIfAbsent(blockBytes, size -> new ArrayList<>()).add(row);
      }
    }
    JsonArray classes = new JsonArray();
    bySize.forEach(
        (blockBytes, parts) -> {
          JsonObject row = new JsonObject();
          row.addProperty("blockBytes", blockBytes);
          Figures.sum(row, parts, List.of("liveBlocks", "allocations"));
          classes.add(row);
        });
    return classes;
  }

  /** A site that grows in two processes has two rows: slopes have been seen in one each. */
  private JsonArray growth() {
    List<JsonObject> rows = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      for (JsonObject row : reports.get(i).rows("growth")) {
        JsonObject copy = row.deepCopy();
        copy.addProperty("id", sites.id(i, Json.number(row, "id")));
        if (!copy.has("pid")) {
          copy.addProperty("pid", reports.get(i).pid());
        }
        rows.add(copy);
      }
    }
    rows.sort(FASTEST_FIRST);
    JsonArray growth = new JsonArray();
    rows.forEach(growth::add);
    return growth;
  }

  /** The levels of sites are at the times of their own report; two have none in common. */
  private void addSeries() {
    merged.add("series", MergedSeries.of(reports));
    JsonArray ofSites = new JsonArray();
    if (reports.size() == 1) {
      for (JsonObject row : reports.get(0).rows("siteSeries")) {
        JsonObject copy = row.deepCopy();
        copy.addProperty("id", sites.id(0, Json.number(row, "id")));
        ofSites.add(copy);
      }
    }
    merged.add("siteSeries", ofSites);
  }

  private JsonObject sampling() {
    JsonObject sampling = new JsonObject();
    long coarsest = 0;
    for (JsonObject part : parts("sampling")) {
      coarsest = Math.max(coarsest, Json.number(part, "meanBytes"));
    }
    sampling.addProperty("meanBytes", coarsest);
    Figures.sum(sampling, parts("sampling"), Figures.SAMPLING);
    return sampling;
  }

  private JsonObject coverage() {
    JsonObject coverage = sums("coverage", Figures.COVERAGE);
    Set<JsonElement> missed = new LinkedHashSet<>();
    parts("coverage").forEach(part -> missed.addAll(Json.list(part, "missed")));
    JsonArray rows = new JsonArray();
    missed.forEach(rows::add);
    coverage.add("missed", rows);
    return coverage;
  }

  private void addLeftOut() {
    JsonObject leftOut = sums("leftOut", Figures.LEFT_OUT);
    leftOut.addProperty("stacks", Json.number(leftOut, "stacks") + stacks.leftOut());
    leftOut.entrySet().removeIf(list -> list.getValue().getAsLong() == 0);
    if (!leftOut.isEmpty()) {
      merged.add("leftOut", leftOut);
    }
  }

  private JsonArray notes() {
    JsonArray notes = new JsonArray();
    new MergeNotes(reports, head.twice()).lines(merged).forEach(notes::add);
    return notes;
  }
}
