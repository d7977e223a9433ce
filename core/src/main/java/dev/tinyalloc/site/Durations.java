package dev.tinyalloc.site;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often which duration was seen, in nanoseconds. Four steps to each doubling, so that what is
 * read is at most an eighth off; the longest is exact. Any thread.
 */
public final class Durations {

  private static final int STEPS_SHIFT = 2;
  private static final int STEPS = 1 << STEPS_SHIFT;

  private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE << STEPS_SHIFT);
  private final AtomicLong max = new AtomicLong();

  /** Adds one of {@code nanos} nanoseconds; a negative one counts as none. */
  public void add(long nanos) {
    long positive = Math.max(0, nanos);
    counts.getAndIncrement(index(positive));
    long seen = max.get();
    while (positive > seen && !max.compareAndSet(seen, positive)) {
      seen = max.get();
    }
  }

  /** The longest, in nanoseconds. */
  public long max() {
    return max.get();
  }

  /** How many were added. */
  public long count() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The duration that {@code percent} of 100 do not exceed, in nanoseconds; 0 where none is. */
  public long percentile(double percent) {
    long wanted = (long) Math.ceil(count() * percent / 100);
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
      if (sum >= wanted && sum > 0) {
        return Math.min(middle(i), max());
      }
    }
    return max();
  }

  private static int index(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (exponent - STEPS_SHIFT)) & (STEPS - 1);
    return ((exponent - 1) << STEPS_SHIFT) + step;
  }

  private static long middle(int index) {
    if (index < STEPS) {
      return index;
    }
    int exponent = (index >>> STEPS_SHIFT) + 1;
    long width = 1L << (exponent - STEPS_SHIFT);
    return ((long) STEPS + (index & (STEPS - 1))) * width + width / 2;
  }
}
