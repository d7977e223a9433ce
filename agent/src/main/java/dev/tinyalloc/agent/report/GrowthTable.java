package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.List;
import java.util.Map;

/** The table of sites that keep growing. */
final class GrowthTable {

  private final FigureTable table =
      new FigureTable("growing", "per second", "sure", "within", "live");

  /** A table of {@code growing}, in their order; {@code byId} has their sites. */
  GrowthTable(List<Growth> growing, Map<Integer, SiteCounts> byId) {
    for (Growth growth : growing) {
      SiteCounts site = byId.get(growth.site());
      if (site != null) {
        table.add(
            site,
            FigureTable.narrow(Math.round(growth.bytesPerSecond())),
            percent(growth.confidence()),
            Units.duration(growth.windowMillis()).replace(" ", ""),
            FigureTable.narrow(site.liveBytes()));
      }
    }
  }

  /** Cut off, not rounded: nothing is quite sure. */
  private static String percent(double share) {
    long tenths = (long) Math.min(999, 1000 * share);
    return tenths / 10 + "." + tenths % 10 + "%";
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  void appendTo(StringBuilder out, int columns) {
    table.appendTo(out, columns);
  }
}
