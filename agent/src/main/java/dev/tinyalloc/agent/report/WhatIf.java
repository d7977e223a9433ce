package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.site.SiteTotals;
import org.jspecify.annotations.Nullable;

/**
 * What redirection would change at a site, told from what was observed. Assumptions: the program
 * asks for the same; its sizes are mixed at the peak as they are over all; and TinyAlloc gives a
 * freed block before a fresh one, so that no more blocks are fresh than lived at once.
 */
final class WhatIf {

  private WhatIf() {}

  /** The estimate for a site that the JDK serves now; null if it has not allocated. */
  static @Nullable Estimate of(SiteTotals totals) {
    if (totals.allocations() == 0) {
      return null;
    }
    // What TinyAlloc has served before counts at what it took.
    long blockBytes = totals.wouldCost() + totals.blockBytes();
    double rounding = (double) blockBytes / Math.max(1, totals.allocatedBytes());
    return new Estimate(
        blockBytes,
        Math.round(totals.peakLiveBytes() * rounding),
        reused(totals.peakLiveBytes(), totals.allocatedBytes()));
  }

  /** Share of the bytes that get memory used before; only what lived at once is fresh. */
  static double reused(long peakLiveBytes, long allocatedBytes) {
    return allocatedBytes == 0 ? 0 : Math.max(0, 1 - (double) peakLiveBytes / allocatedBytes);
  }
}
