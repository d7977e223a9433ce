package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.Inflater;

/** What {@link GuardTest} runs in children with {@code debug=guard}: the right and the wrong. */
final class GuardProgram {

  private static final Os OS = Os.CURRENT;

  /** Keeps what is read and made from being optimised away. */
  static Object sink;

  static long sum;

  private GuardProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "overrun" -> overrun();
      case "underrun" -> underrun();
      case "useAfterFree" -> useAfterFree();
      case "doubleFree" -> doubleFree();
      case "exactSizes" -> exactSizes();
      case "zeroed" -> zeroed();
      case "canaries" -> canaries();
      case "random" -> random();
      case "otherThread" -> otherThread();
      case "close" -> close();
      case "stats" -> stats();
      case "sampling" -> sampling();
      case "exhausted" -> exhausted();
      case "aligned" -> aligned();
      case "unavailable" -> unavailable();
      case "crash" -> crash();
      case "oldestFirst" -> oldestFirst();
      default -> throw new IllegalArgumentException(args[0]);
    }
    check(GuardedBlocks.isValid(), "not valid at the end");
    System.out.println("fine");
  }

  private static void overrun() {
    for (int bytes : new int[] {16, 48, 4096, 5008, 131_072}) {
      long block = guarded(bytes);
      OS.putLong(block + bytes - 8, 42);
      check(OS.getLong(block + bytes - 8) == 42, "the last bytes are not usable");
      shouldFault("read behind", () -> sum += OS.getLong(block + bytes));
      shouldFault("write behind", () -> OS.putLong(block + bytes, 1));
      shouldFault("read far behind", () -> sum += OS.getLong(block + bytes + 4000));
      TinyAlloc.free(block);
    }
  }

  private static void underrun() {
    for (int bytes : new int[] {OS.pageBytes(), 131_072}) {
      long block = guarded(bytes);
      OS.putLong(block, 42);
      shouldFault("read in front", () -> sum += OS.getLong(block - 8));
      shouldFault("write in front", () -> OS.putLong(block - 8, 1));
      TinyAlloc.free(block);
    }
    long small = guarded(16);
    shouldFault("read a page in front", () -> sum += OS.getLong(small - OS.pageBytes()));
    TinyAlloc.free(small);
  }

  private static void oldestFirst() {
    long freed = guarded(16);
    TinyAlloc.free(freed);
    for (int i = 0; i < 10; i++) {
      TinyAlloc.free(guarded(16));
      shouldFault("read of a block freed before", () -> sum += OS.getLong(freed));
    }
  }

  private static void useAfterFree() {
    for (int bytes : new int[] {1, 64, 10_000, 131_072}) {
      long block = guarded(bytes);
      OS.fill(block, bytes, (byte) 1);
      TinyAlloc.free(block);
      shouldFault("read after free", () -> sum += OS.getByte(block));
      shouldFault("write after free", () -> OS.putLong(block, 1));
    }
  }

  private static void doubleFree() {
    long block = guarded(64);
    check(!TinyAlloc.tryFree(block + 8), "freed in the middle");
    TinyAlloc.free(block);
    check(!TinyAlloc.tryFree(block), "freed twice");
    try {
      TinyAlloc.free(block);
    } catch (IllegalArgumentException refused) {
      return;
    }
    throw new AssertionError("freed twice");
  }

  private static void exactSizes() {
    for (int bytes : new int[] {0, 1, 15, 16, 17, 1000, 4096, 131_072}) {
      long block = guarded(bytes);
      check(TinyAlloc.usableSize(block) == bytes, "usable is not " + bytes);
      check(TinyAlloc.stats().largeBytes() == OS.mappedBytes(Math.max(1, bytes)), "stats");
      TinyAlloc.free(block);
    }
    long large = TinyAlloc.malloc(131_073);
    check(!GuardedBlocks.isGuarded(large), "does not fit a slot");
    TinyAlloc.free(large);
  }

  private static void zeroed() {
    for (int round = 0; round < 100; round++) {
      int bytes = 1 + round * 97;
      long block = TinyAlloc.calloc(1, bytes);
      check(GuardedBlocks.isGuarded(block), "not guarded");
      for (int at = 0; at < bytes; at++) {
        check(OS.getByte(block + at) == 0, "not zero");
      }
      OS.fill(block, bytes, (byte) 7);
      TinyAlloc.free(block);
    }
  }

  /** Three writes beside a block; what is on stderr is the test's business. */
  private static void canaries() {
    long behind = guarded(20);
    OS.fill(behind, 21, (byte) 'A');
    TinyAlloc.free(behind);
    long front = guarded(100);
    OS.fill(front - 1, 101, (byte) 'B');
    TinyAlloc.free(front);
    try (Heap heap = Heap.create()) {
      OS.fill(heap.alloc(0), 1, (byte) 'C');
    }
    long right = guarded(20);
    OS.fill(right, 20, (byte) 'D');
    TinyAlloc.free(right);
  }

  private static void random() {
    Random random = new Random(7);
    long[] blocks = new long[100];
    int[] sizes = new int[blocks.length];
    for (int step = 0; step < 100_000; step++) {
      int i = random.nextInt(blocks.length);
      checkContent(blocks[i], sizes[i], i);
      if (blocks[i] != 0 && random.nextBoolean()) {
        TinyAlloc.free(blocks[i]);
        blocks[i] = 0;
        sizes[i] = 0;
      } else {
        int bytes = random.nextInt(random.nextInt(50) == 0 ? 150_000 : 600);
        blocks[i] = TinyAlloc.realloc(blocks[i], bytes);
        checkContent(blocks[i], Math.min(sizes[i], bytes), i);
        OS.fill(blocks[i], bytes, (byte) i);
        sizes[i] = bytes;
      }
    }
    check(TinyAlloc.stats().largeAllocations() > 1000, "hardly any was guarded");
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
  }

  private static void checkContent(long block, int bytes, int value) {
    for (int at = 0; at < bytes; at += Math.max(1, bytes / 50)) {
      check(OS.getByte(block + at) == (byte) value, "content changed");
    }
    check(bytes == 0 || OS.getByte(block + bytes - 1) == (byte) value, "content changed");
  }

  private static void otherThread() throws InterruptedException {
    long block = guarded(64);
    Thread thread = new Thread(() -> TinyAlloc.free(block));
    thread.start();
    thread.join();
    shouldFault("read after free", () -> sum += OS.getLong(block));
    check(!TinyAlloc.tryFree(block), "freed twice");
    manyThreads();
    check(GuardedBlocks.count() == 0, "leak");
  }

  private static void manyThreads() throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      int seed = t;
      threads[t] = new Thread(() -> churn(new Random(seed)));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void churn(Random random) {
    long[] blocks = new long[20];
    for (int step = 0; step < 3000; step++) {
      int i = random.nextInt(blocks.length);
      check(blocks[i] == 0 || OS.getLong(blocks[i]) == blocks[i], "content changed");
      TinyAlloc.free(blocks[i]);
      blocks[i] = TinyAlloc.malloc(8 + random.nextInt(5000));
      OS.putLong(blocks[i], blocks[i]);
    }
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
  }

  private static void close() {
    long kept = guarded(10);
    int free = GuardedSlots.free();
    Heap heap = Heap.create();
    long block = heap.alloc(10);
    check(GuardedBlocks.isGuarded(block), "not guarded");
    check(GuardedSlots.free() == free - 1, "no slot taken");
    heap.close();
    check(GuardedSlots.free() == free, "slot not given back");
    shouldFault("read after close", () -> sum += OS.getLong(block));
    OS.fill(kept, 10, (byte) 1);
    TinyAlloc.free(kept);
    try {
      heap.alloc(10);
    } catch (IllegalStateException closed) {
      return;
    }
    throw new AssertionError("a closed heap served");
  }

  private static void stats() {
    long before = TinyAlloc.stats().committedBytes();
    check(before == Budget.committed(), "the sum is not what is committed at first");
    long[] blocks = new long[100];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = TinyAlloc.malloc(1 + 50L * i);
    }
    AllocatorStats stats = TinyAlloc.stats();
    check(stats.committedBytes() == Budget.committed(), "the sum is not what is committed");
    check(stats.reservedBytes() >= stats.committedBytes(), "committed, but not reserved");
    check(stats.largeBlocks() == GuardedBlocks.count(), "blocks");
    check(stats.largeBytes() >= stats.largeBlocks() * OS.pageBytes(), "bytes");
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
    check(TinyAlloc.stats().largeBytes() == 0, "large bytes without a large block");
    TinyAlloc.purge();
    check(TinyAlloc.stats().committedBytes() == Budget.committed(), "the sum at the end");
    check(Budget.committed() == before, "committed at the end");
  }

  private static void sampling() {
    for (int i = 0; i < 100_000; i++) {
      TinyAlloc.free(TinyAlloc.malloc(64));
    }
    long sampled = TinyAlloc.stats().largeAllocations();
    check(sampled > 700 && sampled < 1300, sampled + " of 100,000 guarded");
  }

  private static void exhausted() {
    guarded(1);
    int free = GuardedSlots.free();
    check(free >= 8, "only " + free + " slots");
    for (int i = 0; i < free; i++) {
      guarded(1);
    }
    long usual = TinyAlloc.malloc(1);
    check(!GuardedBlocks.isGuarded(usual), "guarded without a slot");
    TinyAlloc.free(usual);
  }

  private static void aligned() {
    for (long alignment = 1; alignment <= 1 << 17; alignment <<= 1) {
      for (int bytes : new int[] {0, 1, 100, 5000, 120_000}) {
        long block = TinyAlloc.alignedAlloc(alignment, bytes);
        check((block & (alignment - 1)) == 0, "not aligned to " + alignment);
        check(GuardedBlocks.isGuarded(block) == alignment <= OS.pageBytes(), "at " + alignment);
        OS.fill(block, bytes, (byte) 1);
        TinyAlloc.free(block);
      }
    }
  }

  private static void unavailable() {
    for (int i = 0; i < 1000; i++) {
      long block = TinyAlloc.malloc(i);
      check(!GuardedBlocks.isGuarded(block), "guarded");
      OS.fill(block, i, (byte) 1);
      TinyAlloc.free(block);
    }
  }

  /** Native code reads a freed block. */
  private static void crash() throws Exception {
    long block = guarded(64);
    TinyAlloc.free(block);
    Inflater inflater = new Inflater();
    inflater.setInput(bufferOver(block));
    inflater.inflate(new byte[10]);
  }

  private static ByteBuffer bufferOver(long address) throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.nio.DirectByteBuffer");
    for (Constructor<?> made : type.getDeclaredConstructors()) {
      if (made.getParameterCount() == 2 && made.getParameterTypes()[0] == long.class) {
        made.setAccessible(true);
        boolean ints = made.getParameterTypes()[1] == int.class;
        return (ByteBuffer) (ints ? made.newInstance(address, 64) : made.newInstance(address, 64L));
      }
    }
    throw new AssertionError("no constructor");
  }

  private static long guarded(long bytes) {
    long block = TinyAlloc.malloc(bytes);
    check(GuardedBlocks.isGuarded(block), bytes + " bytes are not guarded");
    return block;
  }

  /** JDK 17 throws at the next call into the VM, later ones at the access itself. */
  private static void shouldFault(String what, Runnable access) {
    try {
      access.run();
      sink = new Object[1][1];
    } catch (InternalError expected) {
      return;
    }
    throw new AssertionError(what + " was not noticed");
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
