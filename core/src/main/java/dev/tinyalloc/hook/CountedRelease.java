package dev.tinyalloc.hook;

/** What the cleaner of an observed buffer runs, once: what the JDK put there, then counts. */
class CountedRelease implements Runnable {

  private final Object jdkRelease;
  private final int capacity;
  final LaneTally tally;

  /** In place of {@code jdkRelease}, a {@link Runnable}. */
  CountedRelease(Object jdkRelease, int capacity, LaneTally tally) {
    this.jdkRelease = jdkRelease;
    this.capacity = capacity;
    this.tally = tally;
  }

  @Override
  public void run() {
    ((Runnable) jdkRelease).run();
    count(tally, capacity);
  }

  /** Counts the end of a buffer that {@code tally} has counted. */
  static void count(LaneTally tally, int capacity) {
    if (tally.isHere()) {
      tally.lane.freed(tally, capacity);
    } else {
      BlockEnd.count(tally.site, capacity);
    }
  }
}
