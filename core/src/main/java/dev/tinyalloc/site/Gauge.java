package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A level, in bytes, that many threads raise and lower, and the highest it has been.
 *
 * <p>Each thread keeps its changes in a {@link Part} and publishes them when they have grown past
 * {@link #PUBLISH_BYTES}. The level is exact once the writers are quiet. The peak is exact where
 * one thread does the work; with n threads it is at most {@code n × PUBLISH_BYTES} off.
 *
 * <p>{@code level = published + Σ part.pending + onTabs}
 */
public class Gauge {

  /** What a thread may keep to itself, in bytes. */
  static final long PUBLISH_BYTES = 64 << 10;

  private final AtomicLong published = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final AtomicReference<@Nullable Part> parts = new AtomicReference<>();

  /** The level now, in bytes. */
  public final long level() {
    return entered() + onTabs();
  }

  /** {@link #level} without what is on tabs. */
  final long entered() {
    long sum = published.get();
    for (Part part = parts.get(); part != null; part = part.next) {
      sum += part.pending;
    }
    return sum;
  }

  /** Bytes that are in no part yet, see {@link Tab}. */
  long onTabs() {
    return 0;
  }

  /** The highest level seen, in bytes. */
  public final long peak() {
    long base = published.get();
    for (Part part = parts.get(); part != null; part = part.next) {
      raise(base + part.high);
    }
    raise(level());
    return peak.get();
  }

  /** Lowers the level by {@code bytes}, for a thread that has no part. Allocates nothing. */
  public final void lowerApart(long bytes) {
    published.getAndAdd(-bytes);
  }

  private void publish(long pending, long high) {
    long before = published.getAndAdd(pending);
    raise(before + high);
  }

  private void raise(long candidate) {
    long seen = peak.get();
    while (candidate > seen && !peak.compareAndSet(seen, candidate)) {
      seen = peak.get();
    }
  }

  private @Nullable Part enter(Part part) {
    Part head;
    do {
      head = parts.get();
      part.next = head;
    } while (!parts.compareAndSet(head, part));
    return head;
  }

  /** First of the parts of this gauge; the rest follow by {@link Part#next}. */
  final @Nullable Part firstPart() {
    return parts.get();
  }

  /** One carrier thread's share of a gauge. Written by that thread alone, read by anybody. */
  public static class Part extends Padding {

    private final Gauge gauge;
    private long pending;

    /** The highest {@link #pending} since the last publication; {@code high ≥ max(0, pending)}. */
    private long high;

    @Nullable Part next;

    /** Enters a new part into {@code gauge}, for the calling thread. */
    @SuppressWarnings("this-escape")
    public Part(Gauge gauge) {
      this.gauge = gauge;
      gauge.enter(this);
    }

    /** Raises the level by {@code bytes}, which are not negative. */
    public final void raise(long bytes) {
      long now = pending + bytes;
      pending = now;
      if (now > high) {
        high = now;
        if (now > PUBLISH_BYTES) {
          publish();
        }
      }
    }

    /** Lowers the level by {@code bytes}, which are not negative. */
    public final void lower(long bytes) {
      long now = pending - bytes;
      pending = now;
      if (now < -PUBLISH_BYTES) {
        publish();
      }
    }

    /** Notes that the level was {@code bytes} higher for a while. */
    public final void touch(long bytes) {
      long top = pending + bytes;
      if (top > high) {
        high = top;
      }
    }

    private void publish() {
      gauge.publish(pending, high);
      pending = 0;
      high = 0;
    }
  }
}
