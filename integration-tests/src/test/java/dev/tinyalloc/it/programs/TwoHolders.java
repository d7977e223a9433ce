package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Uses up direct memory, twice, at twelve lines; most of it at one. */
public final class TwoHolders {

  private static final List<ByteBuffer> HELD = new ArrayList<>();

  private TwoHolders() {}

  /** Runs without arguments; needs a limit of some MiB. */
  public static void main(String[] arguments) {
    for (int round = 0; round < 2; round++) {
      try {
        fill();
      } catch (OutOfMemoryError expected) {
        System.out.println(expected.getMessage());
      }
    }
  }

  private static void fill() {
    while (true) {
      most();
      small();
    }
  }

  private static void most() {
    HELD.add(ByteBuffer.allocateDirect(100_000));
  }

  private static void small() {
    HELD.add(ByteBuffer.allocateDirect(101));
    HELD.add(ByteBuffer.allocateDirect(102));
    HELD.add(ByteBuffer.allocateDirect(103));
    HELD.add(ByteBuffer.allocateDirect(104));
    HELD.add(ByteBuffer.allocateDirect(105));
    HELD.add(ByteBuffer.allocateDirect(106));
    HELD.add(ByteBuffer.allocateDirect(107));
    HELD.add(ByteBuffer.allocateDirect(108));
    HELD.add(ByteBuffer.allocateDirect(109));
    HELD.add(ByteBuffer.allocateDirect(110));
    HELD.add(ByteBuffer.allocateDirect(111));
  }
}
