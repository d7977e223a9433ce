package dev.tinyalloc.it.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Threads of checks. */
final class Threads {

  private Threads() {}

  /** Runs {@code action} on a new thread, and waits for its end. */
  static void run(Runnable action) throws InterruptedException {
    Thread thread = new Thread(action);
    thread.start();
    thread.join();
  }

  /** Runs {@code action} on {@code count} threads at once, which get the numbers from 0 on. */
  static void together(int count, IntConsumer action) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread = new Thread(() -> afterwards(start, () -> action.accept(number)));
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void afterwards(CountDownLatch start, Runnable action) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    action.run();
  }

  /** Whether this JDK has virtual threads. */
  static boolean virtual() {
    return Runtime.version().feature() >= 21;
  }

  /** {@link #run} on a virtual thread; on a platform thread where there are none. */
  static void runVirtually(Runnable action) throws InterruptedException {
    if (!virtual()) {
      run(action);
      return;
    }
    try {
      Thread thread =
          (Thread)
              Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, action);
      thread.join();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("startVirtualThread", e);
    }
  }
}
