package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A level, in bytes, that many threads raise and lower, and the highest it has been.
 *
 * <p>Each thread keeps its changes in a {@link Share} and publishes them when they have grown past
 * {@link #PUBLISH_BYTES}. The level is exact once the writers are quiet. The peak is exact where
 * one thread does the work; with n threads it is at most {@code n × PUBLISH_BYTES} off.
 *
 * <p>{@code level = published + Σ share.pending + onTabs}
 */
public class Gauge {

  /** What a thread may keep to itself, in bytes. */
  static final long PUBLISH_BYTES = 64 << 10;

  private final AtomicLong published = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final AtomicReference<@Nullable Share> shares = new AtomicReference<>();

  /** The level now, in bytes. */
  public final long level() {
    return entered() + onTabs();
  }

  /** {@link #level} without what is on tabs. */
  final long entered() {
    long sum = published.get();
    for (Share share = shares.get(); share != null; share = share.next) {
      sum += share.pending();
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
    for (Share share = shares.get(); share != null; share = share.next) {
      raise(base + share.high());
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

  private void enter(Share share) {
    Share head;
    do {
      head = shares.get();
      share.next = head;
    } while (!shares.compareAndSet(head, share));
  }

  /** First of the shares in this gauge; the rest follow by {@link Share#next}. */
  final @Nullable Share firstShare() {
    return shares.get();
  }

  /** One carrier thread's share in a gauge. Written by that thread alone, read by anybody. */
  public abstract static class Share extends Padding {

    private final Gauge gauge;

    @Nullable Share next;

    protected Share(Gauge gauge) {
      this.gauge = gauge;
    }

    /** Enters this, once, in the gauge: from now on others may ask for what is pending. */
    protected final void enter() {
      gauge.enter(this);
    }

    /** What was raised less what was lowered since the last publication, in bytes. */
    protected abstract long pending();

    /** The highest {@link #pending} since then; {@code high ≥ max(0, pending)}. */
    protected abstract long high();

    /** Publishes both if so much is pending; then the caller begins anew. */
    protected final boolean publishes(long pending, long high) {
      boolean much = Math.abs(pending) > PUBLISH_BYTES;
      if (much) {
        gauge.publish(pending, high);
      }
      return much;
    }
  }

  /** A share that is counted here. */
  public static class Part extends Share {

    private long pending;
    private long high;

    /** Enters a new part in {@code gauge}, for the calling thread. */
    @SuppressWarnings("this-escape")
    public Part(Gauge gauge) {
      super(gauge);
      enter();
    }

    @Override
    protected final long pending() {
      return pending;
    }

    @Override
    protected final long high() {
      return high;
    }

    /** Raises the level by {@code bytes}, which are not negative. */
    public final void raise(long bytes) {
      long now = pending + bytes;
      pending = now;
      if (now > high) {
        high = now;
        publish(now);
      }
    }

    /** Lowers the level by {@code bytes}, which are not negative. */
    public final void lower(long bytes) {
      long now = pending - bytes;
      pending = now;
      if (now < -PUBLISH_BYTES) {
        publish(now);
      }
    }

    /** Notes that the level was {@code bytes} higher for a while. */
    public final void touch(long bytes) {
      long top = pending + bytes;
      if (top > high) {
        high = top;
      }
    }

    private void publish(long now) {
      if (publishes(now, high)) {
        pending = 0;
        high = 0;
      }
    }
  }
}
