package programs;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.Heap;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.os.Os;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Random;

/** Does to its memory what it should not; for {@code debug=check}. The argument says what. */
public final class Damage {

  private Damage() {}

  public static void main(String[] what) throws Exception {
    switch (what[0]) {
      case "overrun" -> overrun(48);
      case "overrun-by-one" -> overrun(41);
      case "overrun-large" -> overrun(1_000_000);
      case "overrun-at-close" -> overrunAtClose();
      case "use-after-free" -> useAfterFree();
      case "double-free" -> doubleFree();
      case "foreign-free" -> System.out.println(TinyAlloc.tryFree(0x1234_5670L));
      case "many" -> many();
      case "limit" -> limit();
      case "close" -> close();
      case "allocating-stream" -> allocatingStream();
      default -> clean();
    }
    System.out.println("findings " + AllocatorStats.findings());
  }

  private static void overrun(long bytes) {
    long block = TinyAlloc.malloc(bytes);
    put(block + bytes, 7);
    release(block);
  }

  private static void release(long block) {
    TinyAlloc.free(block);
  }

  private static void overrunAtClose() {
    try (Heap heap = Heap.create()) {
      long block = heap.alloc(100);
      put(block + 100, 7);
    }
  }

  private static void useAfterFree() {
    long block = TinyAlloc.malloc(64);
    release(block);
    put(block + 16, 7);
    flush();
  }

  /** Frees so much that what was in quarantine leaves it. */
  private static void flush() {
    for (int i = 0; i < 40; i++) {
      TinyAlloc.free(TinyAlloc.malloc(1 << 20));
    }
  }

  private static void doubleFree() {
    long block = TinyAlloc.malloc(64);
    release(block);
    try {
      TinyAlloc.free(block);
    } catch (IllegalArgumentException refused) {
      System.out.println(refused.getMessage());
    }
  }

  /** More than the limit in all, less at a time. */
  private static void limit() {
    for (int i = 0; i < 100; i++) {
      TinyAlloc.free(TinyAlloc.malloc(1 << 20));
    }
  }

  /** Closes a heap with blocks in quarantine; their memory is used again before they leave it. */
  private static void close() {
    for (int round = 0; round < 20; round++) {
      try (Heap heap = Heap.create()) {
        for (int i = 0; i < 1000; i++) {
          heap.dealloc(heap.alloc(1000));
        }
      }
      try (Heap next = Heap.create()) {
        long[] blocks = new long[1000];
        for (int i = 0; i < blocks.length; i++) {
          blocks[i] = next.alloc(1000);
        }
        flush();
        for (long block : blocks) {
          next.dealloc(block);
        }
      }
    }
  }

  /** Where stderr takes a block for each line, and a lock. */
  private static void allocatingStream() throws InterruptedException {
    PrintStream stderr = System.err;
    Heap heap = Heap.create();
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int one) {
                stderr.write(one);
              }

              @Override
              public void write(byte[] line, int offset, int length) {
                heap.dealloc(heap.alloc(1000));
                TinyAlloc.free(TinyAlloc.malloc(12 << 20));
                stderr.write(line, offset, length);
              }
            },
            true));
    Thread other =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                System.err.println("the program's");
              }
            });
    other.start();
    for (int i = 0; i < 20; i++) {
      long block = heap.alloc(100);
      put(block + 100, 7);
      heap.dealloc(block);
      overrun(64);
      flush();
    }
    other.join();
  }

  private static void many() {
    for (int i = 0; i < 1000; i++) {
      overrun(i);
    }
  }

  /** Behaves, with every call there is, in and out of order, on two threads. */
  private static void clean() throws InterruptedException {
    Random random = new Random(3);
    long[] blocks = new long[1000];
    for (int i = 0; i < 100_000; i++) {
      int slot = random.nextInt(blocks.length);
      if (blocks[slot] == 0) {
        blocks[slot] = fresh(random);
      } else if (random.nextInt(4) == 0) {
        blocks[slot] = TinyAlloc.realloc(blocks[slot], random.nextInt(3000));
      } else {
        TinyAlloc.free(blocks[slot]);
        blocks[slot] = 0;
      }
    }
    Thread other =
        new Thread(
            () -> {
              for (long block : blocks) {
                TinyAlloc.free(block);
              }
            });
    other.start();
    other.join();
    try (Heap heap = Heap.create()) {
      heap.dealloc(heap.allocAligned(4096, 10));
      put(heap.alloc(8), 1);
    }
  }

  private static long fresh(Random random) {
    int bytes = 8 + random.nextInt(random.nextInt(100) == 0 ? 300_000 : 2000);
    long block = random.nextBoolean() ? TinyAlloc.malloc(bytes) : TinyAlloc.calloc(1, bytes);
    Os.CURRENT.fill(block, TinyAlloc.usableSize(block), (byte) 1);
    return block;
  }

  private static void put(long address, int value) {
    Os.CURRENT.fill(address, 1, (byte) value);
  }
}
