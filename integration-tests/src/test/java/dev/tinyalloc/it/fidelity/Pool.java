package dev.tinyalloc.it.fidelity;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** What the JDK counts of its direct buffers, by its bean and by the fields behind it. */
record Pool(
    long count, long capacity, long used, long bitsCount, long bitsCapacity, long bitsUsed) {

  private static final BufferPoolMXBean BEAN =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(bean -> bean.getName().equals("direct"))
          .findAny()
          .orElseThrow();

  static final Pool EMPTY = new Pool(0, 0, 0, 0, 0, 0);

  static Pool now() {
    return new Pool(
        BEAN.getCount(),
        BEAN.getTotalCapacity(),
        BEAN.getMemoryUsed(),
        bits("COUNT"),
        bits("TOTAL_CAPACITY"),
        bits("RESERVED_MEMORY"));
  }

  /** What has come since {@code earlier}. */
  Pool since(Pool earlier) {
    return new Pool(
        count - earlier.count,
        capacity - earlier.capacity,
        used - earlier.used,
        bitsCount - earlier.bitsCount,
        bitsCapacity - earlier.bitsCapacity,
        bitsUsed - earlier.bitsUsed);
  }

  /** Waits until no more buffers are counted than in {@code earlier}; says so if it has to stop. */
  static String backTo(Pool earlier) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (now().count > earlier.count) {
      if (System.nanoTime() > deadline) {
        return "still " + now().since(earlier);
      }
      System.gc();
      Thread.sleep(5);
    }
    return "back to where it was: " + now().since(earlier);
  }

  /** Short where bean and fields agree. */
  @Override
  public String toString() {
    String bean = count + " buffers of " + capacity + " bytes, used " + used;
    String bits = bitsCount + " buffers of " + bitsCapacity + " bytes, used " + bitsUsed;
    return bean.equals(bits) ? bean : bean + " by the bean, " + bits + " by Bits";
  }

  private static long bits(String field) {
    try {
      return ((AtomicLong) Internals.field(Class.forName("java.nio.Bits"), field, null)).get();
    } catch (ClassNotFoundException e) {
      throw new LinkageError("java.nio.Bits", e);
    }
  }
}
