package dev.tinyalloc.it.programs;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/**
 * Drops 40 times its limit of 256 MiB of direct memory, in buffers of 64 KiB. Prints how often
 * young objects were collected, how often all, and the MiB in use of the Java heap.
 */
public final class DropsLarge {

  private static final int BYTES = 64 << 10;
  private static final int COUNT = 40 * 4096;

  /** Keeps the compiler from leaving buffers out. */
  static volatile ByteBuffer last = ByteBuffer.allocate(1);

  private DropsLarge() {}

  /** Runs with how many of the buffers to make, in percent. */
  public static void main(String[] arguments) {
    int count = COUNT / 100 * Integer.parseInt(arguments[0]);
    for (int i = 0; i < count; i++) {
      last = ByteBuffer.allocateDirect(BYTES);
    }
    Runtime heap = Runtime.getRuntime();
    long used = (heap.totalMemory() - heap.freeMemory()) >> 20;
    System.out.println(collections("Copy") + " " + collections("MarkSweepCompact") + " " + used);
  }

  private static long collections(String collector) {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean.getName().equals(collector)) {
        return bean.getCollectionCount();
      }
    }
    return 0;
  }
}
