package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The report of an agent as it is now. */
final class LiveReport {

  private final JsonObject json;

  LiveReport(JsonObject json) {
    this.json = json;
  }

  /** Asks for one. */
  static LiveReport of(Target target) throws CommandFailure {
    return new LiveReport(target.askJson("report", Map.of("format", "json")));
  }

  /** Asks for one, after arenas that nobody can close any more were looked for. */
  static LiveReport withLeaks(Target target) throws CommandFailure {
    return new LiveReport(target.askJson("report", Map.of("format", "json", "collect", "true")));
  }

  JsonObject json() {
    return json;
  }

  /** A part that is an object. */
  JsonObject part(String name) {
    return json.getAsJsonObject(name);
  }

  /** A part that is a list of objects. */
  List<JsonObject> rows(String name) {
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement row : json.getAsJsonArray(name)) {
      rows.add(row.getAsJsonObject());
    }
    return rows;
  }

  /** The sites that have allocated, the first by {@code key} first. */
  List<JsonObject> sites(SiteKey key) {
    List<JsonObject> sites = rows("sites");
    sites.removeIf(site -> site.get("allocations").getAsLong() == 0);
    sites.sort(Comparator.comparingLong(key::of).reversed());
    return sites;
  }
}
