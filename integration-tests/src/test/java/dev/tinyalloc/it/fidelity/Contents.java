package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;

/** What is written to buffers and looked for in them. */
final class Contents {

  private Contents() {}

  /** Fills the buffer with bytes that depend on {@code seed}, and returns it cleared. */
  static ByteBuffer write(ByteBuffer buffer, int seed) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, at(i, seed));
    }
    return buffer.clear();
  }

  /** The bytes that {@link #write} writes. */
  static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = at(i, seed);
    }
    return bytes;
  }

  private static byte at(int index, int seed) {
    return (byte) (index * 31 + (index >> 8) + seed);
  }

  /** Which byte of the whole buffer is not what {@link #write} wrote; -1 if none. */
  static int damage(ByteBuffer buffer, int seed) {
    for (int i = 0; i < buffer.capacity(); i++) {
      if (buffer.get(i) != at(i, seed)) {
        return i;
      }
    }
    return -1;
  }

  /** The first byte of the whole buffer that is not 0; -1 if there is none. */
  static int firstSet(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      if (buffer.get(i) != 0) {
        return i;
      }
    }
    return -1;
  }

  /** The whole buffer as bytes, its position and limit apart. */
  static byte[] all(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(bytes);
    return bytes;
  }
}
