package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory that was in use: whoever forgets to clear what he serves is found out. */
final class Dirt {

  static final byte BYTE = 0x5A;

  private static final int[] SIZES = {1, 8, 24, 64, 100, 256, 1_000, 1_024, 4_096, 20_000, 65_536};
  private static final int EACH = 4;

  private Dirt() {}

  /** Allocates buffers of many sizes, fills them and frees them. */
  static void spread() {
    for (int size : SIZES) {
      spread(size, EACH);
    }
  }

  /** Allocates {@code count} buffers of {@code size} bytes, fills them, then frees them. */
  static void spread(int size, int count) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      buffers.add(fill(ByteBuffer.allocateDirect(size)));
    }
    buffers.forEach(Internals::free);
  }

  /** Every byte of {@code buffer} is set. */
  static ByteBuffer fill(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, BYTE);
    }
    return buffer;
  }
}
