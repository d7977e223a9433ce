package dev.tinyalloc.agent.history;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.os.Os;
import org.jspecify.annotations.Nullable;

/**
 * The thread that looks at the counters, once a second or as often as a point of the series is
 * wanted. It is a daemon, knows nobody of the application, and begins a tick after its start.
 */
public final class HistoryThread implements Runnable {

  private static final long MAX_TICK_NANOS = 1_000_000_000;

  /** More often would cost more than it tells. */
  private static final long MIN_TICK_NANOS = 100_000_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private static volatile @Nullable History history;

  private final History ticked;
  private final long tickNanos;

  private HistoryThread(History ticked, long tickNanos) {
    this.ticked = ticked;
    this.tickNanos = tickNanos;
  }

  /**
   * Starts it; the hooks must be installed. Called once.
   *
   * @param intervalMillis spacing of the series; 0: nothing is started
   */
  public static void start(long intervalMillis) {
    if (intervalMillis > 0) {
      long nanos = Math.max(MIN_TICK_NANOS, intervalMillis * NANOS_PER_MILLI);
      History made = new History(new CoreCounters(), nanos);
      Os.startDaemon("tinyalloc-history", new HistoryThread(made, Math.min(nanos, MAX_TICK_NANOS)));
      history = made;
    }
  }

  /** What the thread has seen; null where none was started. */
  public static @Nullable History history() {
    return history;
  }

  @Override
  public void run() {
    try {
      tickForEver();
    } catch (Throwable ours) {
      Console.error(
          "the report will not say how things went from now on: ".concat(ours.toString()));
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private void tickForEver() {
    long next = System.nanoTime();
    while (true) {
      next = Math.max(next + tickNanos, System.nanoTime());
      await(next);
      try {
        ticked.tick(System.nanoTime());
      } catch (OutOfMemoryError heapIsFull) {
        // A tick without a look; the next may have room again.
      }
    }
  }

  private static void await(long time) {
    long left = time - System.nanoTime();
    while (left > 0) {
      // Somebody may interrupt every thread there is; nothing would wait from then on.
      boolean unused = Thread.interrupted();
      Os.CURRENT.pause(left);
      left = time - System.nanoTime();
    }
  }
}
