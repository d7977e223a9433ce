package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of ours that sleeps until there is work. It is started when there is for the first time.
 */
abstract class Daemon implements Runnable {

  private final String name;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean due;
  private volatile @Nullable Thread thread;

  Daemon(String name) {
    this.name = name;
  }

  /** There is work. From any thread, often; never throws. */
  final void wake() {
    if (due) {
      return;
    }
    due = true;
    LockSupport.unpark(thread);
    if (!started.get() && started.compareAndSet(false, true)) {
      start();
    }
  }

  private void start() {
    try {
      Os.startDaemon(name, this);
    } catch (Throwable refused) {
      started.set(false);
      Complaint.NO_THREAD.say(refused);
    }
  }

  @Override
  @SuppressWarnings("InfiniteLoopStatement")
  public final void run() {
    thread = Thread.currentThread();
    while (true) {
      while (!due) {
        // Somebody may interrupt every thread there is; nothing would park from then on.
        boolean unused = Thread.interrupted();
        LockSupport.park(this);
      }
      due = false;
      workOrNot();
    }
  }

  /** What fails, for want of Java heap say, is tried again when it is due again. */
  private void workOrNot() {
    try {
      boolean unused = Thread.interrupted();
      work();
    } catch (Throwable ours) {
      Os.CURRENT.pause(1_000_000);
    }
  }

  /** Called once, at least, after each {@link #wake}. */
  abstract void work();
}
