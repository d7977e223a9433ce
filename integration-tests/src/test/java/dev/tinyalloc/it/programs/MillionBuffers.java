package dev.tinyalloc.it.programs;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Four threads make and end buffers of 1 B to 1 MiB and look at all their bytes. Arguments: how
 * many buffers, and the seed.
 */
public final class MillionBuffers {

  private static final int THREADS = 4;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private MillionBuffers() {}

  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Worker[] workers = workers(seed, count);
    inParallel(workers, Worker::makeAll, failure);
    inParallel(workers, Worker::endAll, failure);
    awaitCollection();
    if (failure.get() != null) {
      failure.get().printStackTrace();
      System.err.println("failed with seed " + seed);
      System.exit(1);
    }
    for (Worker worker : workers) {
      worker.addTo(workers[0]);
    }
    System.out.println(workers[0].summary());
    System.out.println("live ranges " + LiveRanges.count());
    System.out.println("pool " + pool().getCount() + " " + pool().getMemoryUsed());
  }

  private static Worker[] workers(long seed, int count) {
    byte[] pattern = new byte[Worker.MAX_SIZE + Worker.PATTERNS];
    new Random(seed).nextBytes(pattern);
    Worker[] workers = new Worker[THREADS];
    for (int i = 0; i < THREADS; i++) {
      int share = count / THREADS + (i < count % THREADS ? 1 : 0);
      workers[i] = new Worker(seed + i, share, pattern);
    }
    for (int i = 0; i < THREADS; i++) {
      workers[i].neighbour(workers[(i + 1) % THREADS]);
    }
    return workers;
  }

  private static void inParallel(
      Worker[] workers, Consumer<Worker> task, AtomicReference<Throwable> failure)
      throws InterruptedException {
    Thread[] threads = new Thread[workers.length];
    for (int i = 0; i < threads.length; i++) {
      Worker worker = workers[i];
      threads[i] = new Thread(() -> task.accept(worker));
      threads[i].setUncaughtExceptionHandler(
          (thread, thrown) -> failure.compareAndSet(null, thrown));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void awaitCollection() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (pool().getCount() > 0 && System.nanoTime() < deadline) {
      System.gc();
      Thread.sleep(20);
    }
    // The pool counts a buffer off before the agent does.
    Ledger.awaitCollection();
  }

  private static BufferPoolMXBean pool() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool;
      }
    }
    throw new IllegalStateException("no pool is called direct");
  }

  /** A buffer that is in use, with the number of its pattern. */
  record Live(ByteBuffer buffer, long address, int pattern) {}
}
