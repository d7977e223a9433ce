package dev.tinyalloc.os;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock for the short slow paths. It never parks through {@code LockSupport}: a virtual thread
 * that waits here stays on its carrier, so a heap looked up before the wait is still the right one
 * after it. Not reentrant.
 */
public final class SpinLock {

  private static final int SPINS = 200;
  private static final long PAUSE_NANOS = 50_000;

  private final AtomicBoolean held = new AtomicBoolean();

  /** Waits until the lock is free and takes it. */
  public void lock() {
    for (int tries = 0; !tryLock(); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else {
        Os.CURRENT.pause(PAUSE_NANOS);
      }
    }
  }

  /** Takes the lock if it is free. */
  public boolean tryLock() {
    return !held.getPlain() && held.compareAndSet(false, true);
  }

  /** Lets the next one in. Only the holder may call this. */
  public void unlock() {
    held.setRelease(false);
  }
}
