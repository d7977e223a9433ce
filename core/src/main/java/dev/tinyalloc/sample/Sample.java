package dev.tinyalloc.sample;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A place for one sampled allocation. Written under the lock of {@link Samples}; only its end is
 * not: that must wait for nobody.
 */
final class Sample {

  private static final VarHandle ENDED = ended();

  /** Its place in the table. */
  final int index;

  private @Nullable Stack stack;
  long bytes;
  double weight;
  long beganNanos;

  /** 0 while it lives, else when it ended; odd then. */
  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile long endedNanos = 1;

  /** Whether there never was such an allocation. */
  boolean undone;

  /** The next one that has ended, or that is vacant. */
  @Nullable Sample next;

  Sample(int index) {
    this.index = index;
  }

  void begin(Stack newStack, long newBytes, double newWeight, long nanos) {
    stack = newStack;
    bytes = newBytes;
    weight = newWeight;
    beganNanos = nanos;
    undone = false;
    ENDED.setRelease(this, 0L);
  }

  /** The call stack; it began once. */
  Stack stack() {
    Stack its = stack;
    if (its == null) {
      throw new IllegalStateException("sample " + index + " has never begun");
    }
    return its;
  }

  /** Ends it, and says whether it lived. From any thread. */
  boolean end(long nanos) {
    return ENDED.compareAndSet(this, 0L, nanos | 1);
  }

  boolean isLive() {
    return endedNanos == 0;
  }

  long lifetimeNanos() {
    return Math.max(0, endedNanos - beganNanos);
  }

  private static VarHandle ended() {
    try {
      return MethodHandles.lookup().findVarHandle(Sample.class, "endedNanos", long.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
