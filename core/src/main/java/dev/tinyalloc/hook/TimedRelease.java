package dev.tinyalloc.hook;

/** {@link CountedRelease} of a buffer that was made while there was a {@link Trial}. */
final class TimedRelease extends CountedRelease {

  TimedRelease(Object jdkRelease, int capacity, LaneTally tally) {
    super(jdkRelease, capacity, tally);
  }

  @Override
  public void run() {
    super.run();
    if (Trial.isOn()) {
      FreeTimer.ended(tally.site);
    }
  }
}
