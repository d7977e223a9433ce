package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;

/** From one line: many buffers of one size, one of another, and some of negative ones. */
public final class NegativeBuffers {

  private static final int MANY = 10_000;

  private NegativeBuffers() {}

  public static void main(String[] arguments) {
    for (int other = 1; other <= 3; other++) {
      for (int i = 0; i < MANY; i++) {
        make(64);
      }
      make(64 + other);
      tell(-1);
      make(64);
      tell(-other);
      tell(Integer.MIN_VALUE);
    }
  }

  private static void tell(int capacity) {
    try {
      System.out.println(make(capacity));
    } catch (IllegalArgumentException refused) {
      System.out.println(refused.getMessage());
    }
  }

  private static ByteBuffer make(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }
}
