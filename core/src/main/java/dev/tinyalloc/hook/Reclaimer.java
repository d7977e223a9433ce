package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;

/** Asks for a collection when {@link ReclaimPolicy} says so. */
final class Reclaimer extends Daemon {

  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  /**
   * The mean size of buffers from which on young objects are collected alone. Smaller ones leave so
   * many objects that such collections come by themselves, and G1 makes the room for them larger
   * and larger, up to more than is saved, unless a collection of all lets it shrink.
   */
  private static final long YOUNG_BYTES = 16 << 10;

  /**
   * Who allocates waits for a collection until it has taken so long; collectors that work beside
   * the program take seconds.
   */
  private static final long GIVE_WAY_NANOS = 20_000_000;

  private static final long PAUSE_NANOS = 100_000;

  /** Java heap in use after the last collection, in bytes; before the first, 0. */
  private static volatile long survivingHeap;

  /** Bytes of dropped buffers that have been freed so far. Written by one thread. */
  private static volatile long broughtBack;

  private volatile ReclaimPolicy policy;

  /** Whether collections are asked for. */
  private volatile boolean on;

  /** Direct memory in use, in bytes, above which there is work. */
  private volatile long threshold;

  private long lastEnd = System.nanoTime();

  private final Nursery nursery = new Nursery(Jdk.MEMORY.limit / 4);

  /** Whether the next collection is to be one of young objects only. */
  private boolean young;

  /** A collection has been asked for and is not over. */
  private volatile boolean collecting;

  /** Until then who allocates waits for it, by {@code System.nanoTime}. */
  private volatile long giveWayUntil;

  /**
   * Makes one that has not been told anything yet.
   *
   * @param percent at most so much of the time goes into what it asks for
   */
  Reclaimer(int percent) {
    super("tinyalloc-reclaimer");
    policy = new ReclaimPolicy(Jdk.MEMORY.limit, percent);
    threshold = policy.threshold(0, false);
    on = true;
    Jdk.THUNKS.watchCollections();
  }

  /** From now on at most so much of the time goes into collections; 0: none is asked for. */
  void percent(int percent) {
    if (percent > 0) {
      policy = new ReclaimPolicy(Jdk.MEMORY.limit, percent);
      threshold = policy.threshold(0, false);
    }
    on = percent > 0;
  }

  /** So much direct memory is in use. From any thread, often. */
  void inUse(long bytes) {
    if (bytes > threshold && on) {
      wake();
    }
  }

  /**
   * Where direct memory has gone far beyond the level at which a collection was asked for, waits a
   * little for that to be over. Never throws.
   */
  void giveWay() {
    while (isOverrun() && giveWayUntil - System.nanoTime() > 0) {
      Os.CURRENT.pause(PAUSE_NANOS);
    }
  }

  private boolean isOverrun() {
    return collecting && isFarAbove(Jdk.MEMORY.reserved());
  }

  private boolean isFarAbove(long direct) {
    return direct - threshold > Jdk.MEMORY.limit / (areLarge(direct, Jdk.MEMORY.count()) ? 32 : 8);
  }

  private static boolean areLarge(long direct, long buffers) {
    return direct >= buffers * YOUNG_BYTES;
  }

  /** So many bytes of dropped buffers have been freed. By the VM's Reference Handler only. */
  static void broughtBack(long bytes) {
    long before = broughtBack;
    broughtBack = before + bytes;
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
      long wait = lastEnd + rest() - System.nanoTime();
      if (wait <= 0) {
        giveWayUntil = System.nanoTime() + GIVE_WAY_NANOS;
        collecting = true;
        try {
          collect();
        } finally {
          collecting = false;
        }
      } else {
        Os.CURRENT.pause(Math.min(wait, LOOK_AGAIN_NANOS));
      }
    }
  }

  private long rest() {
    return young && nursery.isUseful()
        ? policy.youngRest()
        : policy.rest(policy.expectedPause(liveHeap()));
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
    long before = broughtBack;
    if (!young || !nursery.isUseful() || !collectYoung(direct, before)) {
      collectAll(direct, buffers);
    }
    long survivors = survivors(direct, before);
    // What is dropped when it is old already, only a collection of all finds.
    young = survivors <= direct / 2 && areLarge(direct, buffers);
    threshold = policy.threshold(survivors, young && nursery.isUseful());
  }

  /**
   * What is left of {@code direct} bytes, now that what has been brought back is no longer {@code
   * before}. The first time it takes a tenth of a second to free it all, while the program makes as
   * much again: so what is in use now does not tell.
   */
  private static long survivors(long direct, long before) {
    return Math.min(Jdk.MEMORY.reserved(), Math.max(0, direct - (broughtBack - before)));
  }

  /** Whether a collection of young objects was enough. */
  private boolean collectYoung(long direct, long before) {
    long start = System.nanoTime();
    long pause = nursery.collectYoung();
    lastEnd = System.nanoTime();
    settle();
    policy.collectedYoung(pause, lastEnd - start);
    return pause != 0 && survivors(direct, before) <= direct / 2;
  }

  private void collectAll(long direct, long buffers) {
    long start = System.nanoTime();
    long rested = start - lastEnd;
    nursery.collectAll();
    lastEnd = System.nanoTime();
    settle();
    long dropped = Math.max(0, buffers - Jdk.MEMORY.count());
    policy.collected(lastEnd - start, rested, direct, dropped, heapInUse());
  }

  private static void settle() {
    Jdk.THUNKS.awaitReferences();
    Lane.settleAll();
  }
}
