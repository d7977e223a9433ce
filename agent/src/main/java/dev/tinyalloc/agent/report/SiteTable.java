package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.List;

/** The table of sites. */
final class SiteTable {

  private final FigureTable table =
      new FigureTable("site", "live", "count", "total", "count", "peak");

  /** A table of {@code sites}, in their order. */
  SiteTable(List<SiteCounts> sites) {
    for (SiteCounts site : sites) {
      table.add(
          site,
          FigureTable.narrow(site.liveBytes()),
          Units.count(site.liveAllocations()),
          FigureTable.narrow(site.allocatedBytes()),
          Units.count(site.allocations()),
          FigureTable.narrow(site.peakLiveBytes()));
    }
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  void appendTo(StringBuilder out, int columns) {
    table.appendTo(out, columns);
  }
}
