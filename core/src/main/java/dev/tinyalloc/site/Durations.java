package dev.tinyalloc.site;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often which duration was seen, in nanoseconds. Each doubling has so many steps that what is
 * read is at most an eighth off, or a sixty-fourth where that is asked for; the longest is exact.
 * Any thread.
 */
public final class Durations {

  private static final int COARSE_SHIFT = 2;
  private static final int FINE_SHIFT = 5;

  /** The logarithm of the number of steps to a doubling. */
  private final int shift;

  private final AtomicLongArray counts;
  private final AtomicLong max = new AtomicLong();

  /** At most an eighth off. */
  public Durations() {
    this(COARSE_SHIFT);
  }

  private Durations(int shift) {
    this.shift = shift;
    counts = new AtomicLongArray(Long.SIZE << shift);
  }

  /** At most a sixty-fourth off; takes 16 KiB. */
  public static Durations fine() {
    return new Durations(FINE_SHIFT);
  }

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

  /** Receives how often about which duration was seen. */
  public interface Visitor {
    /** Durations of about {@code nanos} nanoseconds were seen {@code count} times. */
    void seen(long nanos, long count);
  }

  /** Shows {@code visitor} all that was added, shortest first. */
  public void visit(Visitor visitor) {
    for (int i = 0; i < counts.length(); i++) {
      long count = counts.get(i);
      if (count > 0) {
        visitor.seen(Math.min(middle(i), max()), count);
      }
    }
  }

  private int steps() {
    return 1 << shift;
  }

  private int index(long nanos) {
    if (nanos < steps()) {
      return (int) nanos;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (nanos >>> (exponent - shift)) & (steps() - 1);
    return ((exponent - shift + 1) << shift) + step;
  }

  private long middle(int index) {
    if (index < steps()) {
      return index;
    }
    int exponent = (index >>> shift) + shift - 1;
    long width = 1L << (exponent - shift);
    return ((long) steps() + (index & (steps() - 1))) * width + width / 2;
  }
}
