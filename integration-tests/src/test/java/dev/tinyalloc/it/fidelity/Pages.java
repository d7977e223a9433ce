package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where buffers begin when the JVM is told to start each on a page. */
final class Pages {

  private static final int PAGE = 4_096;

  private Pages() {}

  static void addTo(Checks checks) {
    checks
        .add("beginning", () -> offsets(1, 16, 100, 4_096, 4_097, 100_000, 131_073, 2_000_000))
        .add("again", () -> offsets(1, 16, 100, 4_096, 4_097, 100_000, 131_073, 2_000_000))
        .add("property", () -> System.getProperty("sun.nio.PageAlignDirectMemory"))
        .add("counted", Pages::counted)
        .add("aligned slice is all", Pages::alignedSlice);
  }

  private static String offsets(int... sizes) {
    List<Long> offsets = new ArrayList<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int size : sizes) {
      for (int i = 0; i < 5; i++) {
        ByteBuffer buffer = Dirt.fill(ByteBuffer.allocateDirect(size));
        offsets.add(Internals.address(buffer) % PAGE);
        buffers.add(buffer);
      }
    }
    buffers.forEach(Internals::free);
    return offsets.toString();
  }

  private static String alignedSlice() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(5_000);
    String slice = buffer.alignedSlice(PAGE).toString();
    Internals.free(buffer);
    return slice;
  }

  private static String counted() {
    Pool before = Pool.now();
    ByteBuffer buffer = ByteBuffer.allocateDirect(5_000);
    ByteBuffer empty = ByteBuffer.allocateDirect(0);
    Pool full = Pool.now();
    Internals.free(buffer);
    Internals.free(empty);
    return Outcome.of(full.since(before), Pool.now().since(before));
  }
}
