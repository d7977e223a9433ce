package programs;

import dev.tinyalloc.TinyAlloc;

/** Prints how much Java heap a million live blocks of 64 bytes take, and what is reported of it. */
public final class MillionBlocks {

  private static final int COUNT = 1_000_000;

  private MillionBlocks() {}

  public static void main(String[] arguments) throws InterruptedException {
    long[] blocks = new long[COUNT];
    // Classes, compiled code and tables that are there anyway.
    for (int i = 0; i < 10_000; i++) {
      TinyAlloc.free(TinyAlloc.malloc(64));
    }
    TinyAlloc.stats();
    long before = usedHeap();
    for (int i = 0; i < COUNT; i++) {
      blocks[i] = TinyAlloc.malloc(64);
    }
    long after = usedHeap();
    long reported = TinyAlloc.stats().metadataBytes();
    System.out.println((after - before) + " " + reported);
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
