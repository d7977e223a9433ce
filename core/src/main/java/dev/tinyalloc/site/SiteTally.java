package dev.tinyalloc.site;

import org.jspecify.annotations.Nullable;

/**
 * What one carrier thread has counted at one site. Called from rewritten code: no atomics, no
 * allocation. Written by that thread alone; a reader may see a count a moment late, never a torn or
 * a lost one.
 */
public final class SiteTally extends Gauge.Part {

  /** Allocations, by {@link Sizes#range}, but for those of {@link #lastStep}. */
  final long[] sizes = new long[Sizes.COUNT];

  long allocatedBytes;
  long frees;
  long freedBytes;
  long blockBytes;
  long largeAllocations;
  long wouldCost;

  /** The last of the steps on courses that are allocations here: they count by themselves. */
  @Nullable Step lastStep;

  /** Makes and enters the calling thread's tally of {@code site}. */
  public SiteTally(Site site) {
    super(site);
  }

  /** Counts an allocation of {@code bytes} requested bytes. */
  public void allocated(long bytes) {
    sizes[Sizes.range(bytes)]++;
    allocatedBytes += bytes;
    raise(bytes);
  }

  /** Notes that TinyAlloc spent {@code cost} bytes on a request, rounding included. */
  public void spent(long cost, boolean large) {
    blockBytes += cost;
    if (large) {
      largeAllocations++;
    }
  }

  /** Notes that TinyAlloc would have spent {@code cost} bytes on a request that the JDK served. */
  public void wouldSpend(long cost) {
    wouldCost += cost;
  }

  /** Counts the end of an allocation of {@code bytes} requested bytes, made by any thread. */
  public void freed(long bytes) {
    freed(1, bytes);
  }

  /** Counts the end of {@code count} allocations of {@code bytes} requested bytes together. */
  public void freed(long count, long bytes) {
    frees += count;
    freedBytes += bytes;
    lower(bytes);
  }

  /**
   * Counts {@code count} allocations of one {@link Sizes#range} that have not ended, and took
   * {@code cost} bytes.
   */
  public void allocated(int range, long count, long bytes, long cost) {
    sizes[range] += count;
    allocatedBytes += bytes;
    blockBytes += cost;
    raise(bytes);
  }

  /** As {@link #allocated(int, long, long, long)}, of allocations that have ended by now. */
  public void passed(int range, long count, long bytes, long cost) {
    sizes[range] += count;
    allocatedBytes += bytes;
    blockBytes += cost;
    touch(bytes);
    frees += count;
    freedBytes += bytes;
  }
}
