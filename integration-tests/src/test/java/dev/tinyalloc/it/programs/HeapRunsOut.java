package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Runs out of Java heap, and uses direct buffers meanwhile. */
public final class HeapRunsOut {

  private HeapRunsOut() {}

  /** Runs without arguments; the heap must be bounded. */
  public static void main(String[] arguments) {
    List<Object> kept = new ArrayList<>();
    try {
      while (true) {
        kept.add(new byte[1 << 20]);
        if (ByteBuffer.allocateDirect(1000).get(999) != 0) {
          System.out.println("not zeroed");
        }
      }
    } catch (OutOfMemoryError heap) {
      int held = kept.size();
      kept.clear();
      System.out.println(held > 0 ? "caught" : "there was no heap");
    }
  }
}
