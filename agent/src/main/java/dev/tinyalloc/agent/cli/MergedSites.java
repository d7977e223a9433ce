package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sites of several reports as one list, with ids of its own. */
final class MergedSites {

  /** As in every report; the rest, which has the id 0 already, is the last. */
  private static final Comparator<JsonObject> ORDER =
      Comparator.comparing(PlaceKey::isRest)
          .thenComparing(descending("liveBytes"))
          .thenComparing(descending("allocatedBytes"))
          .thenComparing(row -> Json.text(row, "class"))
          .thenComparing(row -> Json.text(row, "method"))
          .thenComparingLong(row -> Json.number(row, "line"));

  private final JsonArray rows = new JsonArray();

  /** By row of a report the row here. */
  private final IdentityHashMap<JsonObject, JsonObject> merged = new IdentityHashMap<>();

  private final List<Map<Long, JsonObject>> byId = new ArrayList<>();

  MergedSites(List<Report> reports) {
    List<JsonObject> all = new ArrayList<>();
    for (Report report : reports) {
      byId.add(byId(report));
    }
    for (List<JsonObject> parts : MergedPlaces.of(reports, "sites", "api")) {
      JsonObject row = merge(parts);
      parts.forEach(part -> merged.put(part, row));
      all.add(row);
    }
    all.sort(ORDER);
    number(all);
  }

  private static Map<Long, JsonObject> byId(Report report) {
    Map<Long, JsonObject> byId = new TreeMap<>();
    for (JsonObject site : report.rows("sites")) {
      byId.put(Json.number(site, "id"), site);
    }
    return byId;
  }

  private void number(List<JsonObject> all) {
    int id = 1;
    for (JsonObject row : all) {
      if (!PlaceKey.isRest(row)) {
        row.addProperty("id", id++);
      }
      rows.add(row);
    }
  }

  JsonArray rows() {
    return rows;
  }

  /** What the site {@code id} of a report is called here; 0 where its report left it out. */
  long id(int report, long id) {
    JsonObject site = byId.get(report).get(id);
    return site == null ? 0 : Json.number(merged.get(site), "id");
  }

  private static Comparator<JsonObject> descending(String figure) {
    return Comparator.comparingLong((JsonObject row) -> Json.number(row, figure)).reversed();
  }

  private static JsonObject merge(List<JsonObject> parts) {
    JsonObject first = parts.get(0);
    JsonObject row = new JsonObject();
    row.addProperty("id", PlaceKey.isRest(first) ? 0 : -1);
    row.add("api", first.get("api"));
    row.add("class", first.get("class"));
    row.add("method", first.get("method"));
    row.add("file", MergedPlaces.file(parts));
    row.add("line", first.get("line"));
    row.addProperty("loader", MergedPlaces.loader(parts));
    row.addProperty("route", MergedPlaces.common(parts, "route"));
    Figures.sum(row, parts, Figures.SITE);
    row.add("lifetimeMicros", Percentiles.merge(parts, "lifetimeMicros", "frees"));
    row.add("sizes", sizes(parts));
    addEstimate(row, parts);
    return row;
  }

  private static JsonArray sizes(List<JsonObject> parts) {
    Map<Long, Long> sums = new TreeMap<>();
    for (JsonObject part : parts) {
      for (JsonObject size : Json.rows(part, "sizes")) {
        long count = Json.number(size, "allocations");
        sums.merge(Json.number(size, "upToBytes"), count, Long::sum);
      }
    }
    JsonArray sizes = new JsonArray();
    sums.forEach(
        (upToBytes, count) -> {
          JsonObject size = new JsonObject();
          size.addProperty("upToBytes", upToBytes);
          size.addProperty("allocations", count);
          sizes.add(size);
        });
    return sizes;
  }

  /** What redirection would change is known of those processes only that were observed. */
  private static void addEstimate(JsonObject row, List<JsonObject> parts) {
    List<JsonObject> observed = new ArrayList<>(parts);
    observed.removeIf(part -> !part.has("ifRedirected"));
    if (observed.isEmpty()) {
      return;
    }
    List<JsonObject> estimates = new ArrayList<>();
    observed.forEach(part -> estimates.add(Json.part(part, "ifRedirected")));
    JsonObject estimate = new JsonObject();
    Figures.sum(estimate, estimates, List.of("blockBytes", "peakBlockBytes"));
    estimate.addProperty("reused", reused(observed));
    row.add("ifRedirected", estimate);
  }

  /** A share of the bytes: that of a process counts as much as it has allocated. */
  private static BigDecimal reused(List<JsonObject> observed) {
    if (observed.size() == 1) {
      return Json.decimal(Json.part(observed.get(0), "ifRedirected"), "reused");
    }
    BigDecimal reused = BigDecimal.ZERO;
    for (JsonObject part : observed) {
      BigDecimal share = Json.decimal(Json.part(part, "ifRedirected"), "reused");
      reused = reused.add(share.multiply(Json.decimal(part, "allocatedBytes")));
    }
    BigDecimal all = BigDecimal.valueOf(Math.max(1, Figures.sum(observed, "allocatedBytes")));
    return Json.rounded(reused.divide(all, MathContext.DECIMAL64));
  }
}
