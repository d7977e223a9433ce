package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sites for which a report has no room, as one: so the sum over its sites is that over all. */
final class OtherSites {

  /** No site has it. */
  static final int ID = 0;

  private static final String NAME = "(others)";

  private long allocations;
  private long allocatedBytes;
  private long frees;
  private long freedBytes;
  private long peakLiveBytes;
  private long blockBytes;
  private long largeAllocations;
  private long wouldCost;
  private long peakWouldCost;
  private boolean observed;
  private final Map<Long, Long> sizes = new TreeMap<>();

  private OtherSites() {}

  /** The sums over {@code sites}; the peak is that of the peaks, which is too high by far. */
  static SiteCounts sum(List<SiteCounts> sites) {
    OtherSites sums = new OtherSites();
    for (SiteCounts site : sites) {
      sums.add(site);
    }
    return sums.asSite();
  }

  private void add(SiteCounts site) {
    allocations += site.allocations();
    allocatedBytes += site.allocatedBytes();
    frees += site.frees();
    freedBytes += site.freedBytes();
    peakLiveBytes += site.peakLiveBytes();
    blockBytes += site.blockBytes();
    largeAllocations += site.largeAllocations();
    for (SizeCount size : site.sizes()) {
      sizes.merge(size.upToBytes(), size.allocations(), Long::sum);
    }
    Estimate estimate = site.estimate();
    if (estimate != null) {
      observed = true;
      wouldCost += estimate.blockBytes();
      peakWouldCost += estimate.peakBlockBytes();
    }
  }

  private SiteCounts asSite() {
    return new SiteCounts(
        ID,
        "",
        NAME,
        "",
        null,
        -1,
        "",
        "",
        allocations,
        allocatedBytes,
        frees,
        freedBytes,
        peakLiveBytes,
        blockBytes,
        largeAllocations,
        sizeCounts(),
        Lifetimes.NONE,
        estimate());
  }

  private List<SizeCount> sizeCounts() {
    List<SizeCount> counts = new ArrayList<>();
    sizes.forEach((upToBytes, count) -> counts.add(new SizeCount(upToBytes, count)));
    return List.copyOf(counts);
  }

  private @Nullable Estimate estimate() {
    return observed
        ? new Estimate(wouldCost, peakWouldCost, WhatIf.reused(peakLiveBytes, allocatedBytes))
        : null;
  }
}
