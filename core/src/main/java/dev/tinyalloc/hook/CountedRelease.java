package dev.tinyalloc.hook;

/** What the cleaner of an observed buffer runs, once: what the JDK put there, then counts. */
final class CountedRelease implements Runnable {

  private final Runnable jdkRelease;
  private final int capacity;
  private final LaneTally tally;

  CountedRelease(Runnable jdkRelease, int capacity, LaneTally tally) {
    this.jdkRelease = jdkRelease;
    this.capacity = capacity;
    this.tally = tally;
  }

  @Override
  public void run() {
    jdkRelease.run();
    if (tally.isHere()) {
      tally.lane.freed(tally, capacity);
    } else {
      BlockEnd.count(tally.site, capacity);
    }
    if (Trial.isOn()) {
      FreeTimer.ended(tally.site);
    }
  }
}
