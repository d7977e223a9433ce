package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;

/** Asks for a collection when {@link ReclaimPolicy} says so. */
final class Reclaimer extends Daemon {

  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  /** Java heap in use after the last collection, in bytes; before the first, 0. */
  private static volatile long survivingHeap;

  private volatile ReclaimPolicy policy;

  /** Whether collections are asked for. */
  private volatile boolean on;

  /** Direct memory in use, in bytes, above which there is work. */
  private volatile long threshold;

  private long lastEnd = System.nanoTime();

  /**
   * Makes one that has not been told anything yet.
   *
   * @param percent at most so much of the time goes into what it asks for
   */
  Reclaimer(int percent) {
    super("tinyalloc-reclaimer");
    policy = new ReclaimPolicy(Jdk.MEMORY.limit, percent);
    threshold = policy.threshold(0);
    on = true;
    Jdk.THUNKS.watchCollections();
  }

  /** From now on at most so much of the time goes into collections; 0: none is asked for. */
  void percent(int percent) {
    if (percent > 0) {
      policy = new ReclaimPolicy(Jdk.MEMORY.limit, percent);
      threshold = policy.threshold(0);
    }
    on = percent > 0;
  }

  /** So much direct memory is in use. From any thread, often. */
  void inUse(long bytes) {
    if (bytes > threshold && on) {
      wake();
    }
  }

  /** There was a collection, of whatever cause. */
  static void collected() {
    survivingHeap = heapInUse();
  }

  private static long heapInUse() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  void work() {
    while (isAbove()) {
      long rest = policy.rest(policy.expectedPause(liveHeap()));
      long wait = lastEnd + rest - System.nanoTime();
      if (wait <= 0) {
        collect();
      } else {
        Os.CURRENT.pause(Math.min(wait, LOOK_AGAIN_NANOS));
      }
    }
  }

  private boolean isAbove() {
    Lane.settleAll();
    return on && Jdk.MEMORY.reserved() > threshold;
  }

  private static long liveHeap() {
    long known = survivingHeap;
    return known != 0 ? known : heapInUse();
  }

  private void collect() {
    long direct = Jdk.MEMORY.reserved();
    long buffers = Jdk.MEMORY.count();
    long start = System.nanoTime();
    long rested = start - lastEnd;
    System.gc();
    lastEnd = System.nanoTime();
    Jdk.THUNKS.awaitReferences();
    Lane.settleAll();
    long dropped = Math.max(0, buffers - Jdk.MEMORY.count());
    policy.collected(lastEnd - start, rested, direct, dropped, heapInUse());
    threshold = policy.threshold(Jdk.MEMORY.reserved());
  }
}
