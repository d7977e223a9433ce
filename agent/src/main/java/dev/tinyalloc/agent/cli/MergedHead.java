package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which programs there were, and how they ran. */
final class MergedHead {

  private static final List<String> ORIGIN = List.of("pid", "program", "time", "uptimeMillis");

  private final List<Report> reports;

  MergedHead(List<Report> reports) {
    this.reports = reports;
  }

  /** Adds what comes before the figures. */
  void addTo(JsonObject merged) {
    Instant latest =
        reports.stream().map(Report::time).max(Comparator.naturalOrder()).orElseThrow();
    Instant first =
        reports.stream().map(Report::start).min(Comparator.naturalOrder()).orElseThrow();
    merged.addProperty("schema", Report.SCHEMA);
    merged.addProperty("program", MergedPlaces.common(jsons(), "program"));
    merged.addProperty("pid", 0);
    merged.addProperty("time", latest.toString());
    merged.addProperty("uptimeMillis", latest.toEpochMilli() - first.toEpochMilli());
    merged.add("jvm", common("jvm", "version", "vendor"));
    JsonObject agent = common("agent", "version", "mode");
    agent.add("options", options());
    merged.add("agent", agent);
  }

  private List<JsonObject> jsons() {
    return reports.stream().map(Report::json).toList();
  }

  private List<JsonObject> parts(String part) {
    return jsons().stream().map(json -> Json.part(json, part)).toList();
  }

  private JsonObject common(String part, String... keys) {
    JsonObject common = new JsonObject();
    for (String key : keys) {
      common.addProperty(key, MergedPlaces.common(parts(part), key));
    }
    return common;
  }

  private JsonObject options() {
    List<JsonObject> all = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    for (JsonObject agent : parts("agent")) {
      JsonObject options = Json.part(agent, "options");
      all.add(options);
      keys.addAll(options.keySet());
    }
    JsonObject options = new JsonObject();
    keys.forEach(key -> options.add(key, option(all, key)));
    return options;
  }

  /** An option that one has and another has not is not common either. */
  private static JsonElement option(List<JsonObject> all, String key) {
    JsonElement first = all.get(0).get(key);
    boolean same = first != null && all.stream().allMatch(each -> first.equals(each.get(key)));
    return same ? first : new JsonPrimitive(MergedPlaces.SEVERAL);
  }

  /** One row for each process; of reports that were merged before, their rows. */
  JsonArray origins() {
    JsonArray origins = new JsonArray();
    reports.stream().flatMap(MergedHead::origins).forEach(origins::add);
    return origins;
  }

  private static Stream<JsonObject> origins(Report report) {
    List<JsonObject> merged = report.rows("merged");
    return merged.isEmpty() ? Stream.of(origin(report)) : merged.stream();
  }

  private static JsonObject origin(Report report) {
    JsonObject origin = new JsonObject();
    for (String key : ORIGIN) {
      JsonElement value = report.json().get(key);
      if (value != null) {
        origin.add(key, value);
      }
    }
    origin.addProperty("mode", report.mode());
    return origin;
  }

  /** Lines on processes of which there seem to be two reports: their figures count twice. */
  List<String> twice() {
    Set<String> lines = new LinkedHashSet<>();
    List<Report> all = new ArrayList<>();
    for (JsonElement origin : origins()) {
      all.add(new Report("", origin.getAsJsonObject(), Set.of()));
    }
    for (int i = 0; i < all.size(); i++) {
      for (Report earlier : all.subList(0, i)) {
        if (all.get(i).isOfSameProcess(earlier)) {
          lines.add(twice(earlier));
        }
      }
    }
    return List.copyOf(lines);
  }

  private static String twice(Report process) {
    return "pid %d (%s) seems to be in it twice, and all its figures too"
        .formatted(process.pid(), process.program());
  }
}
