package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Ends with a Java heap that is full, but for less than 64 KiB; the heap must be bounded. */
public final class FullHeap {

  private static final int PIECE_BYTES = 64 << 10;

  private static final List<Object> KEPT = new ArrayList<>(1 << 16);

  private FullHeap() {}

  /** Runs without arguments. */
  public static void main(String[] arguments) {
    KEPT.add(ByteBuffer.allocateDirect(1000));
    System.out.println("begin");
    try {
      while (true) {
        KEPT.add(new byte[PIECE_BYTES]);
      }
    } catch (OutOfMemoryError full) {
      System.out.println("full");
    }
  }
}
