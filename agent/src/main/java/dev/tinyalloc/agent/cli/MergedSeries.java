package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Levels of several processes as sums, from when the last has its first reading until the first has
 * its last: nothing is known of all at another time. The times are those of the process with most
 * readings in between; of the others it is the last reading until then that counts.
 */
final class MergedSeries {

  private static final List<String> LEVELS =
      List.of("liveBytes", "committedBytes", "allocatedBytes");

  private final List<NavigableMap<Instant, JsonObject>> all = new ArrayList<>();

  private MergedSeries(List<Report> reports) {
    for (Report report : reports) {
      NavigableMap<Instant, JsonObject> points = new TreeMap<>();
      for (JsonObject point : report.rows("series")) {
        points.put(Instant.parse(Json.text(point, "time")), point);
      }
      all.add(points);
    }
  }

  /** The sums; empty where the processes did not run at one time, or one was not looked at. */
  static JsonArray of(List<Report> reports) {
    MergedSeries series = new MergedSeries(reports);
    boolean isComplete = series.all.stream().noneMatch(Map::isEmpty);
    return isComplete ? series.sums() : new JsonArray();
  }

  private JsonArray sums() {
    Instant from = Instant.MIN;
    Instant to = Instant.MAX;
    for (NavigableMap<Instant, JsonObject> points : all) {
      from = points.firstKey().isAfter(from) ? points.firstKey() : from;
      to = points.lastKey().isBefore(to) ? points.lastKey() : to;
    }
    JsonArray sums = new JsonArray();
    if (!from.isAfter(to)) {
      for (Instant time : times(from, to)) {
        sums.add(sum(time));
      }
    }
    return sums;
  }

  private Iterable<Instant> times(Instant from, Instant to) {
    Iterable<Instant> times = List.of();
    int most = 0;
    for (NavigableMap<Instant, JsonObject> points : all) {
      Map<Instant, JsonObject> between = points.subMap(from, true, to, true);
      if (between.size() > most) {
        most = between.size();
        times = between.keySet();
      }
    }
    return times;
  }

  private JsonObject sum(Instant time) {
    List<JsonObject> levels = new ArrayList<>();
    for (NavigableMap<Instant, JsonObject> points : all) {
      levels.add(points.floorEntry(time).getValue());
    }
    JsonObject point = new JsonObject();
    point.addProperty("time", time.toString());
    Figures.sum(point, levels, LEVELS);
    return point;
  }
}
