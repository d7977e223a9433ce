package dev.tinyalloc.sample;

/**
 * How often the mean has been doubled, so that no more than so many samples are taken in a second.
 * It is known before the bytes it holds for are allocated, so the estimates stay unbiased. Guarded
 * by a lock of the caller's; any thread may ask for {@link #doublings}.
 */
final class SamplePace {

  private static final long SECOND = 1_000_000_000;

  /** Of 512 KiB each: beyond, a terabyte lies between two samples. */
  private static final int MOST = 21;

  private int perSecond = Integer.MAX_VALUE;
  private int taken;
  private long sinceNanos;
  private volatile int doublings;

  void atMost(int samplesPerSecond) {
    perSecond = samplesPerSecond;
    doublings = 0;
  }

  int doublings() {
    return doublings;
  }

  /** A sample is taken, at {@code nanos} of {@code System.nanoTime}. */
  void took(long nanos) {
    taken++;
    long elapsed = nanos - sinceNanos;
    if (elapsed >= SECOND) {
      addDoublings(-halvings(elapsed));
      begin(nanos);
    } else if (taken > perSecond) {
      addDoublings(1);
      begin(nanos);
    }
  }

  /** One for a second with less than a quarter of the samples, and one for each without any. */
  private int halvings(long elapsed) {
    return (int) (elapsed / SECOND) - (taken < perSecond / 4 ? 0 : 1);
  }

  private void addDoublings(int by) {
    int now = doublings + by;
    doublings = Math.max(0, Math.min(MOST, now));
  }

  private void begin(long nanos) {
    sinceNanos = nanos;
    taken = 0;
  }
}
