package dev.tinyalloc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may be committed, and how many are. {@code 0 ≤ committed ≤ limit} where there is a
 * limit; see {@link Settings#limitBytes}.
 */
final class Budget {

  private static final AtomicLong COMMITTED = new AtomicLong();

  private Budget() {}

  /** Takes {@code bytes} bytes out of the budget, or nothing if they are not in it. */
  static boolean tryTake(long bytes) {
    long limit = Settings.limitBytes();
    long before;
    do {
      before = COMMITTED.get();
      if (limit != 0 && before + bytes > limit) {
        return false;
      }
    } while (!COMMITTED.compareAndSet(before, before + bytes));
    return true;
  }

  /** Puts back what {@link #tryTake} took. */
  static void put(long bytes) {
    COMMITTED.addAndGet(-bytes);
  }

  /** Bytes committed now: segments in use or empty, large and guarded blocks. */
  static long committed() {
    return COMMITTED.get();
  }
}
