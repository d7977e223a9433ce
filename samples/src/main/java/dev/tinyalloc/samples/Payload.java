package dev.tinyalloc.samples;

import java.util.SplittableRandom;

/** Bytes that follow from a number, so that both ends of a connection know them. */
final class Payload {

  /** The largest length, in bytes. */
  static final int MAX_BYTES = 256 << 10;

  private static final int MAX_BYTES_LOG2 = 18;

  private Payload() {}

  /** Returns 1 to {@link #MAX_BYTES} bytes; each power of two of lengths is equally frequent. */
  static byte[] of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = (int) Math.pow(2, random.nextDouble() * MAX_BYTES_LOG2);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
