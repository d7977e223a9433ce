package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lines with most calls first, the two arms of a line side by side. */
final class CallOrder {

  private final List<SiteCounts> sites;

  /** By the id of a twin that of the other site of its line. */
  private final Map<Integer, Integer> lines = new HashMap<>();

  /** By the id of a line's first site, all its calls. */
  private final Map<Integer, Long> calls = new HashMap<>();

  CallOrder(List<SiteCounts> sites, Calls timed) {
    this.sites = sites;
    if (timed.arms() != null) {
      timed.arms().pairs().forEach(pair -> lines.put(pair.tinyalloc(), pair.jdk()));
    }
    for (SiteCounts site : sites) {
      calls.merge(line(site), site.allocations(), Long::sum);
    }
  }

  List<SiteCounts> sorted() {
    List<SiteCounts> sorted = new ArrayList<>(sites);
    sorted.sort(
        Comparator.comparingLong((SiteCounts site) -> calls.getOrDefault(line(site), 0L))
            .reversed()
            .thenComparingInt(this::line)
            .thenComparingInt(SiteCounts::id));
    return sorted;
  }

  private int line(SiteCounts site) {
    return lines.getOrDefault(site.id(), site.id());
  }
}
