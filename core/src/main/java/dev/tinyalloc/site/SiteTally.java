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
    frees++;
    freedBytes += bytes;
    lower(bytes);
  }
}
