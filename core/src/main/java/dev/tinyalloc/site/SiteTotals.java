package dev.tinyalloc.site;

/** The counts of one site, added up over all threads at one moment. Bytes are requested bytes. */
public final class SiteTotals {

  private final Site site;
  private final long peakLiveBytes;
  private long allocations;
  private long allocatedBytes;
  private long frees;
  private long freedBytes;
  private long blockBytes;
  private long largeAllocations;

  SiteTotals(Site site) {
    this.site = site;
    this.peakLiveBytes = site.peak();
  }

  void add(SiteTally tally) {
    // Frees first: an allocation that is freed meanwhile then shows as live, never as freed twice.
    frees += tally.frees;
    freedBytes += tally.freedBytes;
    allocations += tally.allocations;
    allocatedBytes += tally.allocatedBytes;
    blockBytes += tally.blockBytes;
    largeAllocations += tally.largeAllocations;
  }

  void add(SiteLog log, int entry) {
    allocations += log.count(entry);
    allocatedBytes += log.bytes(entry);
    blockBytes += log.cost(entry);
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

  /** Requests above the large threshold that TinyAlloc served. */
  public long largeAllocations() {
    return largeAllocations;
  }
}
