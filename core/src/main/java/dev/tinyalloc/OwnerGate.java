package dev.tinyalloc;

import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.Os;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets one owner come and go without atomics, and a rare visitor keep it out for a while.
 *
 * <p>The owner counts its steps: odd while it is inside. The visitor shuts the gate and then stops
 * the owner's thread for an instant, by asking for its stack trace; the VM does that with a
 * handshake, after which everything the owner has written is visible and everything it reads is
 * fresh. So the expensive half of the barrier between "I am inside" and "is the gate shut" is paid
 * by the visitor alone (an asymmetric Dekker lock, as in biased locking; Dice et al., 2003). The
 * owner pays two plain stores and a load.
 *
 * <p>{@code steps} is even, or the owner is inside. While the gate is shut and {@code steps} is
 * even, the visitor may do whatever the owner may.
 */
abstract class OwnerGate extends OwnerGatePadding {

  private static final VarHandle STEPS = field("steps", long.class);
  private static final VarHandle SHUT = field("shut", boolean.class);

  private static final int TRIES = 200;
  private static final long PAUSE_NANOS = 20_000;

  private long steps;
  private volatile boolean shut;

  /** The owner goes in; what is returned is for {@link #exit}. */
  final long enter() {
    // Odd in any case: an owner that died inside must not turn the meaning round for the next one.
    long step = (steps + 1) | 1;
    STEPS.setOpaque(this, step);
    return shut ? waitOutside(step) : step;
  }

  /** The owner goes out. */
  final void exit(long step) {
    STEPS.setRelease(this, step + 1);
  }

  /** Grows whenever the owner goes in or out. From any thread. */
  final long steps() {
    return (long) STEPS.getOpaque(this);
  }

  /**
   * Shuts the gate and waits until the owner is outside. False, with the gate open, if somebody
   * else has shut it or the owner does not come out soon. Not for the owner.
   *
   * @param slots where this lives, to learn whose it is
   */
  final boolean tryShut(CarrierSlots<?> slots) {
    if (!SHUT.compareAndSet(this, false, true)) {
      return false;
    }
    boolean outside = false;
    try {
      // Read after the gate was shut: whoever moves in later sees it shut.
      Thread owner = slots.homeOf(this);
      outside = (owner == null || Os.stop(owner)) && waitUntilOutside();
    } finally {
      if (!outside) {
        shut = false;
      }
    }
    return outside;
  }

  private boolean waitUntilOutside() {
    for (int tries = 0; tries < TRIES; tries++) {
      if (((long) STEPS.getVolatile(this) & 1) == 0) {
        return true;
      }
      Os.CURRENT.pause(PAUSE_NANOS);
    }
    return false;
  }

  /** Opens the gate that {@link #tryShut} has shut. */
  final void open() {
    shut = false;
  }

  private long waitOutside(long step) {
    long inside = step;
    do {
      STEPS.setRelease(this, inside + 1);
      while (shut) {
        Os.CURRENT.pause(PAUSE_NANOS);
      }
      inside += 2;
      STEPS.setVolatile(this, inside);
    } while (shut);
    return inside;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(OwnerGate.class, name, type);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
