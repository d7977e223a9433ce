package dev.tinyalloc;

import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.Os;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets one owner come and go without atomics, and a rare visitor keep it out for a while.
 *
 * <p>The owner says when it is inside. The visitor shuts the gate and then stops the owner's thread
 * for an instant, by asking for its stack trace; the VM does that with a handshake, after which
 * everything the owner has written is visible and everything it reads is fresh. So the expensive
 * half of the barrier between "I am inside" and "is the gate shut" is paid by the visitor alone (an
 * asymmetric Dekker lock, as in biased locking; Dice et al., 2003). The owner pays two plain stores
 * and a load.
 *
 * <p>While the gate is shut and {@code inside} is false, the visitor may do whatever the owner may.
 */
abstract class OwnerGate extends OwnerGatePadding {

  private static final VarHandle INSIDE = field("inside");
  private static final VarHandle SHUT = field("shut");

  private static final int TRIES = 200;
  private static final long PAUSE_NANOS = 20_000;

  @SuppressWarnings("UnusedVariable") // by way of INSIDE
  private boolean inside;

  private volatile boolean shut;

  /** The owner goes in. */
  final void enter() {
    INSIDE.setOpaque(this, true);
    if (shut) {
      waitOutside();
    }
  }

  /** The owner goes out. */
  final void exit() {
    INSIDE.setRelease(this, false);
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
      if (!(boolean) INSIDE.getVolatile(this)) {
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

  private void waitOutside() {
    do {
      exit();
      while (shut) {
        Os.CURRENT.pause(PAUSE_NANOS);
      }
      INSIDE.setVolatile(this, true);
    } while (shut);
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(OwnerGate.class, name, boolean.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
