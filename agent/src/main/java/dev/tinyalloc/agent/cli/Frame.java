package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.FigureTable;
import dev.tinyalloc.agent.report.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code top} shows at a time: a report, and how it differs from the one before. */
final class Frame {

  /** Lines above the table. */
  static final int HEADING = 4;

  /** Columns below which there is no room for all figures. */
  private static final int NARROW = 80;

  private final LiveReport report;
  private final @Nullable LiveReport before;

  /** Between the two, in seconds. */
  private final double seconds;

  private final Map<Integer, JsonObject> sitesBefore = new HashMap<>();

  Frame(LiveReport report, @Nullable LiveReport before) {
    this.report = report;
    this.before = before;
    this.seconds = before == null ? 0 : (uptime(report) - uptime(before)) / 1_000.0;
    if (before != null) {
      for (JsonObject site : before.rows("sites")) {
        sitesBefore.put(site.get("id").getAsInt(), site);
      }
    }
  }

  private static long uptime(LiveReport report) {
    return report.json().get("uptimeMillis").getAsLong();
  }

  /** So many sites at most, in lines of at most so many columns; {@code help} is the fourth. */
  List<String> lines(SiteKey key, boolean reversed, int limit, int columns, String help) {
    List<String> lines = new ArrayList<>(head());
    lines.add(help);
    List<JsonObject> sites = report.sites(key);
    if (reversed) {
      Collections.reverse(sites);
    }
    StringBuilder table = new StringBuilder();
    List<JsonObject> shown = sites.subList(0, Math.min(limit, sites.size()));
    (columns < NARROW ? narrow(shown) : table(shown)).appendTo(table, columns);
    lines.addAll(List.of(table.toString().split("\n")));
    lines.replaceAll(line -> line.length() > columns ? line.substring(0, columns) : line);
    return lines;
  }

  private List<String> head() {
    JsonObject totals = report.part("totals");
    JsonObject all = before == null ? null : before.part("totals");
    return List.of(
        "tinyalloc top: "
            + report.json().get("program").getAsString()
            + ", pid "
            + report.json().get("pid").getAsString()
            + ", mode "
            + report.part("agent").get("mode").getAsString()
            + ", for "
            + Units.duration(uptime(report)),
        "live "
            + Units.bytes(totals.get("liveBytes").getAsLong())
            + " in "
            + Units.count(totals.get("liveAllocations").getAsLong())
            + ", peak "
            + Units.bytes(totals.get("peakLiveBytes").getAsLong())
            + ", committed "
            + Units.bytes(report.part("memory").get("committedBytes").getAsLong()),
        "allocated per second "
            + bytesRate(totals, all)
            + " in "
            + countRate(totals, all)
            + ", in all "
            + Units.bytes(totals.get("allocatedBytes").getAsLong()));
  }

  /** The figures that matter most, so that something is left for the name. */
  private FigureTable narrow(List<JsonObject> sites) {
    FigureTable table = new FigureTable("site", "id", "live", "per s");
    for (JsonObject site : sites) {
      table.add(
          new JsonPlace(site),
          site.get("id").getAsString(),
          FigureTable.narrow(site.get("liveBytes").getAsLong()),
          bytesRate(site, sitesBefore.get(site.get("id").getAsInt())));
    }
    return table;
  }

  private FigureTable table(List<JsonObject> sites) {
    FigureTable table =
        new FigureTable("site", "id", "route", "live", "count", "per s", "count/s", "peak");
    for (JsonObject site : sites) {
      JsonObject earlier = sitesBefore.get(site.get("id").getAsInt());
      table.add(
          new JsonPlace(site),
          site.get("id").getAsString(),
          site.get("route").getAsString(),
          FigureTable.narrow(site.get("liveBytes").getAsLong()),
          Units.count(site.get("liveAllocations").getAsLong()),
          bytesRate(site, earlier),
          countRate(site, earlier),
          FigureTable.narrow(site.get("peakLiveBytes").getAsLong()));
    }
    return table;
  }

  private String bytesRate(JsonObject now, @Nullable JsonObject then) {
    return before == null ? "-" : FigureTable.narrow(rate("allocatedBytes", now, then));
  }

  private String countRate(JsonObject now, @Nullable JsonObject then) {
    return before == null ? "-" : Units.count(rate("allocations", now, then));
  }

  /** What is new has begun since. */
  private long rate(String field, JsonObject now, @Nullable JsonObject then) {
    long change = now.get(field).getAsLong() - (then == null ? 0 : then.get(field).getAsLong());
    return seconds <= 0 ? 0 : Math.round(change / seconds);
  }
}
