package dev.tinyalloc.site;

import java.lang.invoke.VarHandle;

/** The counts of one site, added up over all threads at one moment. Bytes are requested bytes. */
public final class SiteTotals {

  private final Site site;
  private final long peakLiveBytes;
  private final long[] sizes = new long[Sizes.COUNT];
  private long allocations;
  private long allocatedBytes;
  private long frees;
  private long freedBytes;
  private long blockBytes;
  private long largeAllocations;
  private long wouldCost;

  SiteTotals(Site site) {
    this.site = site;
    this.peakLiveBytes = site.peak();
  }

  void add(SiteTally tally) {
    // Frees first: an allocation that is freed meanwhile then shows as live, never as freed twice.
    frees += tally.frees;
    freedBytes += tally.freedBytes;
    addAllocations(tally);
    allocatedBytes += tally.allocatedBytes;
    blockBytes += tally.blockBytes;
    largeAllocations += tally.largeAllocations;
    wouldCost += tally.wouldCost;
    for (Step step = tally.lastStep; step != null; step = step.before) {
      long count = step.count();
      addFrees(count, count * step.requested);
      add(step, count);
    }
  }

  /** Adds the allocation that {@code step} is, made {@code count} times. */
  void add(Step step, long count) {
    addAllocations(Sizes.range(step.requested), count);
    allocatedBytes += count * step.requested;
    blockBytes += count * step.size;
  }

  void add(SiteLog log, int entry) {
    addAllocations(log.range(entry), log.count(entry));
    allocatedBytes += log.bytes(entry);
    blockBytes += log.cost(entry);
  }

  private void addAllocations(SiteTally tally) {
    long entered = 0;
    for (int range = 0; range < Sizes.COUNT; range++) {
      long count = tally.sizes[range];
      addAllocations(range, count);
      entered += count;
    }
    // Read last, so that the run is never taken for less than nothing.
    VarHandle.acquireFence();
    addAllocations(Sizes.range(tally.runBytes), tally.allocations - entered);
  }

  private void addAllocations(int range, long count) {
    sizes[range] += count;
    allocations += count;
  }

  void addFrees(long count, long bytes) {
    frees += count;
    freedBytes += bytes;
  }

  /** The site that was counted. */
  public Site site() {
    return site;
  }

  /** Allocations ever made. */
  public long allocations() {
    return allocations;
  }

  /** Those of a {@link Sizes#range}; over all ranges they add up to {@link #allocations}. */
  public long allocations(int range) {
    return sizes[range];
  }

  /** Bytes ever asked for. */
  public long allocatedBytes() {
    return allocatedBytes;
  }

  /** Allocations that have ended. */
  public long frees() {
    return frees;
  }

  /** Bytes asked for by the allocations that have ended. */
  public long freedBytes() {
    return freedBytes;
  }

  /** Allocations that have not ended. */
  public long liveAllocations() {
    return allocations - frees;
  }

  /** Bytes asked for by the allocations that have not ended. */
  public long liveBytes() {
    return allocatedBytes - freedBytes;
  }

  /** The most bytes live at once; see {@link Gauge} for its error with many threads. */
  public long peakLiveBytes() {
    return Math.max(peakLiveBytes, liveBytes());
  }

  /** What TinyAlloc spent on the requests after rounding up, in bytes; 0 where the JDK served. */
  public long blockBytes() {
    return blockBytes;
  }

  /** What TinyAlloc would have spent on the requests that the JDK served, in bytes. */
  public long wouldCost() {
    return wouldCost;
  }

  /** Requests above the large threshold that TinyAlloc served. */
  public long largeAllocations() {
    return largeAllocations;
  }
}
