package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A daemon that brings the JDK's books of direct memory up to date a hundred times a second, while
 * any carrier is too busy to do so itself. It sleeps otherwise.
 */
final class Settler implements Runnable {

  private static final long PERIOD_NANOS = 10_000_000;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private static volatile boolean due;
  private static volatile @Nullable Thread thread;

  private Settler() {}

  /** Somebody is busy. From any thread. */
  static void wake() {
    if (due) {
      return;
    }
    due = true;
    Thread sleeper = thread;
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    } else if (STARTED.compareAndSet(false, true)) {
      start();
    }
  }

  private static void start() {
    try {
      Os.startDaemon("tinyalloc-settler", new Settler());
    } catch (Throwable refused) {
      STARTED.set(false);
      Complaint.sayQuietly("direct memory is counted with delay", refused);
    }
  }

  @Override
  @SuppressWarnings("InfiniteLoopStatement")
  public void run() {
    thread = Thread.currentThread();
    while (true) {
      while (!due) {
        LockSupport.park(this);
      }
      due = false;
      Os.CURRENT.pause(PERIOD_NANOS);
      Lane.calmAll();
    }
  }
}
