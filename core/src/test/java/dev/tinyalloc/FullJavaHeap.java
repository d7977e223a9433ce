package dev.tinyalloc;

import dev.tinyalloc.os.Os;

/** Asks for large blocks with a Java heap too full for their bookkeeping. */
final class FullJavaHeap {

  private static final int BLOCKS = 500;
  private static final int BYTES = 200_000;

  private static Object[] ballast = new Object[200_000];

  private FullJavaHeap() {}

  public static void main(String[] arguments) {
    for (int i = 0; i < 50; i++) {
      TinyAlloc.free(TinyAlloc.malloc(BYTES));
    }
    TinyAlloc.stats();
    TinyAlloc.purge();
    long[] blocks = new long[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = TinyAlloc.malloc(BYTES);
      Os.CURRENT.putLong(blocks[i], i);
    }
    boolean exhausted = askWithAFullHeap();
    int intact = 0;
    for (int i = 0; i < BLOCKS; i++) {
      intact += Os.CURRENT.getLong(blocks[i]) == i ? 1 : 0;
    }
    TinyAlloc.purge();
    long difference = Budget.committed() - TinyAlloc.stats().committedBytes();
    System.out.println(
        "out of memory: " + exhausted + "; intact: " + intact + "; difference: " + difference);
  }

  private static boolean askWithAFullHeap() {
    fill();
    try {
      for (int i = 0; i < 2000; i++) {
        Os.CURRENT.putLong(TinyAlloc.malloc(BYTES), 1);
      }
      return false;
    } catch (OutOfMemoryError expected) {
      return true;
    } finally {
      ballast = new Object[0];
    }
  }

  private static void fill() {
    int count = 0;
    for (int bytes : new int[] {1 << 20, 1 << 16, 1 << 14, 1 << 12}) {
      try {
        while (true) {
          ballast[count] = new byte[bytes];
          count++;
        }
      } catch (OutOfMemoryError full) {
        ballast[count] = null; // now the next smaller size
      }
    }
  }
}
