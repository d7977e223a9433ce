package dev.tinyalloc.site;

import org.jspecify.annotations.Nullable;

/**
 * What one carrier thread has counted at one site. Called from rewritten code: no atomics, no
 * allocation. Written by that thread alone; a reader may see a count a moment late, never a torn or
 * a lost one.
 *
 * <p>Most sites ask for the same size again and again. Such a run is entered by size when it ends:
 * {@code allocations = Σ sizes + those of the run}.
 */
public class SiteTally extends Gauge.Part {

  /** No request is of that size; some are negative. */
  public static final long NONE_USUAL = Long.MIN_VALUE;

  /**
   * Allocations before the run, by {@link Sizes#range}; but for those of {@link #lastStep}, which
   * are counted there alone.
   */
  final long[] sizes = new long[Sizes.COUNT];

  long allocations;

  /** {@code Σ sizes} */
  private long entered;

  /** What each allocation of the run has asked for, in bytes. */
  long runBytes;

  /** What TinyAlloc spends on each, in bytes; 0 where that is not known. */
  private long runCost;

  /** {@link #runBytes} where {@link #runCost} is known, else none: one comparison tells both. */
  private long usualBytes = NONE_USUAL;

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
  public final void allocated(long bytes) {
    if (bytes != runBytes) {
      enterRun();
      runBytes = bytes;
      usualCost(0);
    }
    countAgain(bytes);
  }

  private void enterRun() {
    sizes[Sizes.range(runBytes)] += allocations - entered;
    entered = allocations;
  }

  /**
   * Whether an allocation of {@code bytes} requested bytes is like the last one: then {@link
   * #allocatedAgain} or {@link #observedAgain} may count it.
   */
  public final boolean isUsual(long bytes) {
    return bytes == usualBytes;
  }

  /** Counts an allocation of {@code bytes} bytes, a usual one, that TinyAlloc served. */
  public final void allocatedAgain(long bytes) {
    blockBytes += runCost;
    countAgain(bytes);
  }

  /** {@link #allocatedAgain} of an allocation that the JDK served. */
  public final void observedAgain(long bytes) {
    wouldCost += runCost;
    countAgain(bytes);
  }

  private void countAgain(long bytes) {
    allocations++;
    allocatedBytes += bytes;
    raise(bytes);
  }

  /**
   * From now on allocations of the size that was counted last are usual, and cost so much of
   * TinyAlloc; 0: they are not.
   */
  public void usualCost(long cost) {
    runCost = cost;
    usualBytes = cost == 0 ? NONE_USUAL : runBytes;
  }

  /** Notes that TinyAlloc spent {@code cost} bytes on a request, rounding included. */
  public final void spent(long cost, boolean large) {
    blockBytes += cost;
    if (large) {
      largeAllocations++;
    }
  }

  /** Notes that TinyAlloc would have spent {@code cost} bytes on a request that the JDK served. */
  public final void wouldSpend(long cost) {
    wouldCost += cost;
  }

  /** Counts the end of an allocation of {@code bytes} requested bytes, made by any thread. */
  public final void freed(long bytes) {
    freed(1, bytes);
  }

  /** Counts the end of {@code count} allocations of {@code bytes} requested bytes together. */
  public final void freed(long count, long bytes) {
    frees += count;
    freedBytes += bytes;
    lower(bytes);
  }

  /**
   * Counts {@code count} allocations of one {@link Sizes#range} that have not ended, and took
   * {@code cost} bytes.
   */
  public final void allocated(int range, long count, long bytes, long cost) {
    entered(range, count);
    allocatedBytes += bytes;
    blockBytes += cost;
    raise(bytes);
  }

  /** As {@link #allocated(int, long, long, long)}, of allocations that have ended by now. */
  public final void passed(int range, long count, long bytes, long cost) {
    entered(range, count);
    allocatedBytes += bytes;
    blockBytes += cost;
    touch(bytes);
    frees += count;
    freedBytes += bytes;
  }

  private void entered(int range, long count) {
    allocations += count;
    sizes[range] += count;
    entered += count;
  }
}
