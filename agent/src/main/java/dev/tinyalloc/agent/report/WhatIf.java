package dev.tinyalloc.agent.report;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.hook.Trial;
import dev.tinyalloc.site.SiteTotals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What redirection would change at a site, told from what was observed. Assumptions: the program
 * asks for the same; its sizes are mixed at the peak as they are over all; TinyAlloc gives a freed
 * block before a fresh one, so that no more blocks are fresh than lived at once; and a buffer takes
 * as long as one that a single thread makes and frees here and now, with a warm cache.
 */
final class WhatIf {

  /** Bytes of the buffers that are timed; other sizes lie on the line between two. */
  private static final int[] SIZES = {64, 4 << 10, 64 << 10, 256 << 10, 1 << 20};

  private static final long BUDGET_NANOS = 20_000_000;

  /** Before that: TinyAlloc's road has to be compiled, which nobody has taken in this process. */
  private static final long WARM_UP_NANOS = 200_000_000;

  private static final int WARM_UP_BUFFERS = 20_000;

  /** What is timed at once, about: far more than the clock's own time. */
  private static final long BATCH_NANOS = 20_000;

  private static final int MAX_ROUNDS = 101;

  /** Once in a process: what was measured stays. */
  private static @Nullable WhatIf instance;

  private final double[] jdkNanos = new double[SIZES.length];
  private final double[] tinyAllocNanos = new double[SIZES.length];

  private WhatIf() {}

  /** Measured in this process: takes up to 0.25 s the first time, where direct memory has room. */
  static synchronized WhatIf measured() {
    WhatIf known = instance;
    if (known == null) {
      known = new WhatIf();
      instance = known;
      known.measureOrNot();
    }
    return known;
  }

  /** Where it fails, for want of memory say, the times stay 0: the report is worth more. */
  private void measureOrNot() {
    try {
      if (Trial.hasRoom()) {
        measure();
        long unused = TinyAlloc.purge();
      }
    } catch (OutOfMemoryError | LinkageError | RuntimeException failed) {
      Arrays.fill(jdkNanos, 0);
      Arrays.fill(tinyAllocNanos, 0);
    }
  }

  private void measure() {
    warmUp(System.nanoTime() + WARM_UP_NANOS);
    for (int i = 0; i < SIZES.length; i++) {
      measure(i, System.nanoTime() + BUDGET_NANOS / SIZES.length);
    }
  }

  private static void warmUp(long end) {
    for (int made = 0; made < WARM_UP_BUFFERS && System.nanoTime() - end < 0; made += 20) {
      long unused = Trial.nanos(false, SIZES[0], 20) + Trial.nanos(true, SIZES[0], 20);
    }
  }

  private void measure(int i, long end) {
    int bytes = SIZES[i];
    long once = Math.max(Trial.nanos(false, bytes, 1), Trial.nanos(true, bytes, 1));
    int count = (int) Math.max(1, BATCH_NANOS / Math.max(1, once));
    double[] jdk = new double[MAX_ROUNDS];
    double[] tinyAlloc = new double[MAX_ROUNDS];
    int rounds = 0;
    do {
      jdk[rounds] = (double) Trial.nanos(false, bytes, count) / count;
      tinyAlloc[rounds] = (double) Trial.nanos(true, bytes, count) / count;
      rounds++;
    } while (rounds < MAX_ROUNDS && System.nanoTime() - end < 0);
    jdkNanos[i] = median(jdk, rounds);
    tinyAllocNanos[i] = median(tinyAlloc, rounds);
  }

  private static double median(double[] times, int count) {
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }

  /** The estimate for a site of which the JDK has served all; null if it has not allocated. */
  @Nullable Estimate of(SiteTotals totals) {
    if (totals.allocations() == 0) {
      return null;
    }
    long blockBytes = totals.wouldCost();
    double bytes = (double) totals.allocatedBytes() / totals.allocations();
    double rounding = (double) blockBytes / Math.max(1, totals.allocatedBytes());
    return new Estimate(
        blockBytes,
        Math.round(totals.peakLiveBytes() * rounding),
        1 - share(totals.peakLiveBytes(), totals.allocatedBytes()),
        at(bytes, jdkNanos),
        at(bytes, tinyAllocNanos));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 1 : Math.min(1, (double) part / whole);
  }

  /** The time for {@code bytes} on the line through the two sizes beside it. */
  private static double at(double bytes, double[] nanos) {
    int above = 1;
    while (above < SIZES.length - 1 && SIZES[above] < bytes) {
      above++;
    }
    int below = above - 1;
    double slope = (nanos[above] - nanos[below]) / (SIZES[above] - SIZES[below]);
    return Math.max(0, nanos[below] + slope * (bytes - SIZES[below]));
  }
}
