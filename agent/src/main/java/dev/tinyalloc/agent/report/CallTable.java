package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Calls.SiteTimes;
import dev.tinyalloc.agent.report.Calls.Timed;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of timed sites, an arm a row: what each had, and how long its calls took. */
final class CallTable {

  private static final String UNKNOWN = "-";

  private final FigureTable table =
      new FigureTable(
          "site", "arm", "calls", "live", "waste", "alloc p50", "p99", "free p50", "p99");

  private final Map<Integer, SiteTimes> times = new HashMap<>();

  /** A table of {@code sites}, in their order. */
  CallTable(List<SiteCounts> sites, Calls calls) {
    for (SiteTimes site : calls.sites()) {
      times.put(site.site(), site);
    }
    for (SiteCounts site : sites) {
      add(site, times.getOrDefault(site.id(), SiteTimes.none(site.id())));
    }
  }

  private void add(SiteCounts site, SiteTimes took) {
    table.add(
        site,
        site.route(),
        Units.count(site.allocations()),
        FigureTable.narrow(site.liveBytes()),
        waste(site),
        time(took.allocate(), took.allocate().p50()),
        time(took.allocate(), took.allocate().p99()),
        time(took.free(), took.free().p50()),
        time(took.free(), took.free().p99()));
  }

  /** What rounding up adds, of all that was asked for; nobody knows it of what the JDK served. */
  private static String waste(SiteCounts site) {
    if (site.allocatedBytes() == 0 || site.blockBytes() < site.allocatedBytes()) {
      return UNKNOWN;
    }
    long percent = 100 * (site.blockBytes() - site.allocatedBytes()) / site.allocatedBytes();
    return percent + "%";
  }

  private static String time(Timed timed, long nanos) {
    return timed.samples() == 0 ? UNKNOWN : Units.nanos(nanos);
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  void appendTo(StringBuilder out, int columns) {
    table.appendTo(out, columns);
  }
}
