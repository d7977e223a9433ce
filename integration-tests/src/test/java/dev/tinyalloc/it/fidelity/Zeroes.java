package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Every buffer begins with zeroes only, whatever was in its memory before. */
final class Zeroes {

  /** Sizes at and around the ends of size classes. */
  private static final int[] SIZES = {
    1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 112, 127, 128, 129, 160, 255, 256,
    257, 320, 511, 512, 513, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049, 3_000, 4_095, 4_096, 4_097,
    8_192, 10_000, 16_383, 16_384, 16_385, 32_768, 40_000, 65_535, 65_536, 65_537, 100_000, 131_071,
    131_072, 131_073
  };

  private Zeroes() {}

  static void addTo(Checks checks) {
    checks
        .add("fresh", Zeroes::fresh)
        .add("reused at once", Zeroes::reusedAtOnce)
        .add("reused by a smaller one", Zeroes::reusedBySmaller)
        .add("reused by a larger one", Zeroes::reusedByLarger)
        .add("reused after many", () -> reusedAfterMany(1_000, 200))
        .add("reused small after many", () -> reusedAfterMany(16, 3_000))
        .add("reused first in first out", Zeroes::reusedInTurn)
        .add("last byte", Zeroes::lastByte)
        .add("large", () -> largeOnes(200_000))
        .add("larger than a segment", () -> largeOnes(1_500_000))
        .add("very large", () -> largeOnes(20_000_000))
        .add("dirty beyond the capacity", Zeroes::dirtyBeyond)
        .add("freed by another thread", Zeroes::freedElsewhere)
        .add("freed by cleaner", Zeroes::freedByCleaner)
        .add("freed by the collector", Zeroes::freedByCollector)
        .add("on a new thread", Zeroes::onNewThread);
  }

  private static String fresh() {
    StringBuilder set = new StringBuilder("set:");
    for (int size : SIZES) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      look(buffer, set);
    }
    return set.toString();
  }

  private static void look(ByteBuffer buffer, StringBuilder set) {
    int index = Contents.firstSet(buffer);
    if (index >= 0) {
      set.append(' ').append(index).append(" of ").append(buffer.capacity());
    }
  }

  private static String reusedAtOnce() {
    StringBuilder set = new StringBuilder("set:");
    for (int size : SIZES) {
      Dirt.spread(size, 1);
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      look(buffer, set);
      Internals.free(buffer);
    }
    return set.toString();
  }

  private static String reusedBySmaller() {
    StringBuilder set = new StringBuilder("set:");
    for (int size : SIZES) {
      Dirt.spread(size, 3);
      ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(1, size - size / 12));
      look(buffer, set);
      Internals.free(buffer);
    }
    return set.toString();
  }

  private static String reusedByLarger() {
    StringBuilder set = new StringBuilder("set:");
    for (int size : SIZES) {
      Dirt.spread(size, 3);
      ByteBuffer buffer = ByteBuffer.allocateDirect(size + 1 + size / 12);
      look(buffer, set);
      Internals.free(buffer);
    }
    return set.toString();
  }

  private static String reusedAfterMany(int size, int count) {
    Dirt.spread(size, count);
    StringBuilder set = new StringBuilder("set:");
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      buffers.add(ByteBuffer.allocateDirect(size));
      look(buffers.get(i), set);
    }
    buffers.forEach(Internals::free);
    return set.toString();
  }

  private static String reusedInTurn() {
    StringBuilder set = new StringBuilder("set:");
    Deque<ByteBuffer> buffers = new ArrayDeque<>();
    for (int i = 0; i < 500; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(300);
      look(buffer, set);
      buffers.add(Dirt.fill(buffer));
      if (buffers.size() > 5) {
        Internals.free(buffers.remove());
      }
    }
    buffers.forEach(Internals::free);
    return set.toString();
  }

  private static String lastByte() {
    StringBuilder set = new StringBuilder("set:");
    for (int size : SIZES) {
      ByteBuffer dirty = ByteBuffer.allocateDirect(size);
      dirty.put(size - 1, Dirt.BYTE);
      Internals.free(dirty);
      look(ByteBuffer.allocateDirect(size), set);
    }
    return set.toString();
  }

  private static String largeOnes(int size) {
    StringBuilder set = new StringBuilder("set:");
    for (int i = 0; i < 3; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size + i);
      look(buffer, set);
      Internals.set(Internals.address(buffer), size + i, Dirt.BYTE);
      Internals.free(buffer);
    }
    return set.toString();
  }

  /** Programs write by address, up to what they asked for; the next one may ask for more. */
  private static String dirtyBeyond() {
    StringBuilder set = new StringBuilder("set:");
    for (int size = 1; size < 300; size++) {
      ByteBuffer dirty = ByteBuffer.allocateDirect(size);
      Internals.set(Internals.address(dirty), size, Dirt.BYTE);
      Internals.free(dirty);
      look(ByteBuffer.allocateDirect(size + 1), set);
    }
    return set.toString();
  }

  private static String freedElsewhere() throws InterruptedException {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      buffers.add(Dirt.fill(ByteBuffer.allocateDirect(1_500)));
    }
    Threads.run(() -> buffers.forEach(Internals::free));
    return fresh(300, 1_500);
  }

  private static String fresh(int count, int size) {
    StringBuilder set = new StringBuilder("set:");
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      buffers.add(ByteBuffer.allocateDirect(size));
      look(buffers.get(i), set);
    }
    buffers.forEach(Internals::free);
    return set.toString();
  }

  private static String freedByCleaner() {
    for (int i = 0; i < 100; i++) {
      Internals.clean(Dirt.fill(ByteBuffer.allocateDirect(700)));
    }
    return fresh(100, 700);
  }

  private static String freedByCollector() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      Dirt.fill(ByteBuffer.allocateDirect(6_000));
    }
    System.gc();
    Thread.sleep(20);
    return fresh(200, 6_000);
  }

  private static String onNewThread() throws InterruptedException {
    Dirt.spread(400, 100);
    StringBuilder set = new StringBuilder();
    Threads.run(() -> Dirt.spread(400, 100));
    Threads.run(() -> set.append(fresh(100, 400)));
    return set.toString();
  }
}
