package dev.tinyalloc.site;

/**
 * What one carrier thread has counted at one site. Called from rewritten code: no atomics, no
 * allocation. Written by that thread alone; a reader may see a count a moment late, never a torn or
 * a lost one.
 */
public final class SiteTally extends Gauge.Part {

  long allocations;
  long allocatedBytes;
  long frees;
  long freedBytes;
  long blockBytes;
  long largeAllocations;

  /** Makes and enters the calling thread's tally of {@code site}. */
  public SiteTally(Site site) {
    super(site);
  }

  /** Counts an allocation of {@code bytes} requested bytes. */
  public void allocated(long bytes) {
    allocations++;
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

  /** Counts {@code count} allocations that have not ended, and took {@code cost} bytes. */
  public void allocated(long count, long bytes, long cost) {
    allocations += count;
    allocatedBytes += bytes;
    blockBytes += cost;
    raise(bytes);
  }

  /** Counts {@code count} allocations that have ended by now, and took {@code cost} bytes. */
  public void passed(long count, long bytes, long cost) {
    allocations += count;
    allocatedBytes += bytes;
    blockBytes += cost;
    touch(bytes);
    frees += count;
    freedBytes += bytes;
  }
}
