package dev.tinyalloc.agent.history;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.os.Os;
import java.util.concurrent.locks.LockSupport;
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

  private static volatile @Nullable HistoryThread running;

  private final History ticked;
  private final long tickNanos;
  private volatile boolean over;
  private volatile @Nullable Thread thread;

  private HistoryThread(History ticked, long tickNanos) {
    this.ticked = ticked;
    this.tickNanos = tickNanos;
  }

  /**
   * Starts it, unless it runs; the hooks must be installed.
   *
   * @param intervalMillis spacing of the series; 0: nothing is started
   */
  public static synchronized void start(long intervalMillis) {
    if (intervalMillis > 0 && running == null) {
      long nanos = Math.max(MIN_TICK_NANOS, intervalMillis * NANOS_PER_MILLI);
      History made = new History(new CoreCounters(), nanos);
      HistoryThread started = new HistoryThread(made, Math.min(nanos, MAX_TICK_NANOS));
      Os.startDaemon("tinyalloc-history", started);
      running = started;
    }
  }

  /** Ends it; what it has seen is forgotten. */
  public static synchronized void stop() {
    HistoryThread stopped = running;
    running = null;
    if (stopped != null) {
      stopped.over = true;
      LockSupport.unpark(stopped.thread);
    }
  }

  /** What the thread has seen; null where none was started. */
  public static @Nullable History history() {
    HistoryThread current = running;
    return current == null ? null : current.ticked;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      tick();
    } catch (Throwable ours) {
      Console.error(
          "the report will not say how things went from now on: ".concat(ours.toString()));
    }
  }

  private void tick() {
    long next = System.nanoTime();
    while (!over) {
      next = Math.max(next + tickNanos, System.nanoTime());
      await(next);
      try {
        ticked.tick(System.nanoTime());
      } catch (OutOfMemoryError heapIsFull) {
        // A tick without a look; the next may have room again.
      }
    }
  }

  private void await(long time) {
    long left = time - System.nanoTime();
    while (left > 0 && !over) {
      // Somebody may interrupt every thread there is; nothing would wait from then on.
      boolean unused = Thread.interrupted();
      Os.CURRENT.pause(left);
      left = time - System.nanoTime();
    }
  }
}
