package dev.tinyalloc.it.programs;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills three quarters of 64 MiB of direct memory with buffers that it drops, or keeps, and then
 * does nothing. Prints the MiB in use after that, and how many collections there were.
 */
public final class HalfTheLimit {

  private static final int MIB = 1 << 20;

  /** Below three eighths of the limit nothing is asked for. */
  private static final long LEFT_ALONE = 24L * MIB;

  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long QUIET_MILLIS = 1_500;

  private static final List<ByteBuffer> KEPT = new ArrayList<>();

  private HalfTheLimit() {}

  /** Runs with {@code drop} or {@code keep}, and {@code wait} where memory should become free. */
  public static void main(String[] arguments) throws InterruptedException {
    BufferPoolMXBean pool = direct();
    for (int i = 0; i < 48; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(MIB);
      if (arguments[0].equals("keep")) {
        KEPT.add(buffer);
      }
    }
    if (arguments.length > 1) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (pool.getMemoryUsed() > LEFT_ALONE && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } else {
      Thread.sleep(QUIET_MILLIS);
    }
    System.out.println(pool.getMemoryUsed() / MIB + " MiB, " + collections() + " collections");
  }

  private static BufferPoolMXBean direct() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool;
      }
    }
    throw new IllegalStateException("no direct buffer pool");
  }

  private static long collections() {
    long count = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += collector.getCollectionCount();
    }
    return count;
  }
}
