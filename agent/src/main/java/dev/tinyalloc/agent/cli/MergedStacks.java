package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sampled call stacks of several reports, and the oldest blocks. */
final class MergedStacks {

  /** As many as a report has. */
  private static final int MAX_STACKS = 2000;

  private static final int MAX_OLDEST = 50;

  private static final List<String> ESTIMATES =
      List.of("allocations", "allocatedBytes", "liveAllocations", "liveBytes");

  private static final Comparator<JsonObject> ORDER =
      descending("liveBytes").thenComparing(descending("allocatedBytes"));

  private final List<Report> reports;
  private final MergedSites sites;

  /** By report and place in its {@code stacks}, the row here. */
  private final List<List<JsonObject>> merged = new ArrayList<>();

  private final List<JsonObject> rows = new ArrayList<>();

  MergedStacks(List<Report> reports, MergedSites sites) {
    this.reports = reports;
    this.sites = sites;
    Map<String, JsonObject> byFrames = new LinkedHashMap<>();
    for (int report = 0; report < reports.size(); report++) {
      merged.add(new ArrayList<>());
      for (JsonObject stack : reports.get(report).rows("stacks")) {
        merged.get(report).add(add(byFrames, report, stack));
      }
    }
    rows.addAll(byFrames.values());
    rows.sort(ORDER);
  }

  private JsonObject add(Map<String, JsonObject> byFrames, int report, JsonObject stack) {
    long id = sites.id(report, Json.number(stack, "id"));
    String key = id + " " + stack.get("frames");
    JsonObject known = byFrames.get(key);
    if (known == null) {
      known = stack.deepCopy();
      known.addProperty("id", id);
      byFrames.put(key, known);
    } else {
      add(known, stack);
    }
    return known;
  }

  private static void add(JsonObject known, JsonObject stack) {
    Figures.sum(known, List.of(known, stack), List.of("samples", "liveSamples"));
    for (String key : ESTIMATES) {
      BigDecimal sum = Json.decimal(known, key).add(Json.decimal(stack, key));
      known.addProperty(key, Json.rounded(sum));
    }
  }

  JsonArray rows() {
    JsonArray stacks = new JsonArray();
    rows.subList(0, Math.min(MAX_STACKS, rows.size())).forEach(stacks::add);
    return stacks;
  }

  /** How many there are beyond those. */
  int leftOut() {
    return Math.max(0, rows.size() - MAX_STACKS);
  }

  JsonArray oldest() {
    IdentityHashMap<JsonObject, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < Math.min(MAX_STACKS, rows.size()); i++) {
      places.put(rows.get(i), i);
    }
    List<JsonObject> blocks = new ArrayList<>();
    for (int report = 0; report < reports.size(); report++) {
      for (JsonObject block : reports.get(report).rows("oldest")) {
        blocks.add(block(report, block, places));
      }
    }
    blocks.sort(descending("ageMillis"));
    JsonArray oldest = new JsonArray();
    blocks.subList(0, Math.min(MAX_OLDEST, blocks.size())).forEach(oldest::add);
    return oldest;
  }

  private JsonObject block(
      int report, JsonObject block, IdentityHashMap<JsonObject, Integer> places) {
    JsonObject copy = block.deepCopy();
    long stack = Json.number(block, "stack");
    List<JsonObject> known = merged.get(report);
    boolean isListed = stack >= 0 && stack < known.size();
    copy.addProperty("id", sites.id(report, Json.number(block, "id")));
    copy.addProperty("stack", isListed ? places.getOrDefault(known.get((int) stack), -1) : -1);
    return copy;
  }

  private static Comparator<JsonObject> descending(String figure) {
    return Comparator.comparing((JsonObject row) -> Json.decimal(row, figure)).reversed();
  }
}
