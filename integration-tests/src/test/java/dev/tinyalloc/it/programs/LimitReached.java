package dev.tinyalloc.it.programs;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes buffers of 1 MiB until there are no more, then as many as it drops. */
public final class LimitReached {

  private static final int SIZE = 1 << 20;
  private static final int DROPPED = 50;

  private LimitReached() {}

  public static void main(String[] arguments) {
    List<ByteBuffer> kept = new ArrayList<>();
    fill(kept);
    pool();
    kept.clear();
    for (int i = 0; i < DROPPED; i++) {
      // Each of these has to wait for a collection now and then.
      kept.add(ByteBuffer.allocateDirect(SIZE));
      if (kept.size() == 5) {
        kept.clear();
      }
    }
    System.out.println("went on");
  }

  private static void fill(List<ByteBuffer> kept) {
    try {
      while (true) {
        kept.add(ByteBuffer.allocateDirect(SIZE));
      }
    } catch (OutOfMemoryError e) {
      System.out.println(kept.size() + " buffers, then " + e);
    }
  }

  private static void pool() {
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        System.out.println(pool.getCount() + " in pool, capacity " + pool.getTotalCapacity());
        System.out.println(pool.getMemoryUsed() + " used");
      }
    }
  }
}
