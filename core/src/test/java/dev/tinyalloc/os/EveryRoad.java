package dev.tinyalloc.os;

import dev.tinyalloc.TinyAlloc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Uses all that an {@link Os} is for, as a library user would; prints a line for each kind. */
public final class EveryRoad {

  private static final int MIB = 1 << 20;
  private static final int TOUCHED_BYTES = 256 * MIB;

  /** The VM compiles, and other threads' heaps are their own, while this is measured. */
  private static final int SURELY_FREED_BYTES = TOUCHED_BYTES - 32 * MIB;

  private static final int BLOCK_BYTES = 16 << 10;

  private EveryRoad() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(Os.CURRENT.getClass().getSimpleName());
    blocks();
    System.out.println("blocks");
    ownAndSharedMappings();
    System.out.println("mappings");
    pauses();
    System.out.println("pauses");
    virtualThreads();
    System.out.println("virtual threads");
    System.out.println(TinyAlloc.canPurge() ? "purge " + purges() : "no purge");
  }

  private static void blocks() {
    for (long bytes : new long[] {0, 1, 8, 100, 5_000, 131_072, 131_073, 3 * MIB}) {
      long block = TinyAlloc.calloc(1, bytes);
      checkFilled(block, bytes, 0);
      Os.CURRENT.fill(block, bytes, (byte) 1);
      long moved = TinyAlloc.realloc(block, 3 * bytes + 8);
      checkFilled(moved, bytes, 0x0101_0101_0101_0101L);
      TinyAlloc.free(moved);
      check(!TinyAlloc.tryFree(moved), "freed twice");
    }
    for (long alignment = 1; alignment <= 4 * MIB; alignment <<= 1) {
      long block = TinyAlloc.alignedAlloc(alignment, 200_000);
      check((block & (alignment - 1)) == 0, "not aligned to " + alignment);
      TinyAlloc.free(block);
    }
  }

  private static void ownAndSharedMappings() {
    long reserved = Os.CURRENT.reserve(2 * MIB, MIB);
    check(reserved % MIB == 0, "not aligned");
    checkFilled(reserved, 2 * MIB, 0);
    Os.CURRENT.putLong(reserved + MIB, 1);
    if (Os.CURRENT.canDecommit()) {
      check(Os.CURRENT.decommit(reserved + MIB, MIB), "not decommitted");
      checkFilled(reserved, 2 * MIB, 0);
    }
    for (boolean own : new boolean[] {true, false}) {
      long mapped = Os.CURRENT.map(MIB + 1, own);
      check(mapped % Os.CURRENT.mapAlignment(own) == 0, "not aligned");
      Os.CURRENT.fill(mapped, MIB + 1, (byte) 1);
      Os.CURRENT.unmap(mapped, MIB + 1, own);
      check(Os.CURRENT.map(Long.MAX_VALUE / 2, own) == 0, "more than there is");
    }
  }

  /** Other virtual threads wait for the only carrier while one of them pauses. */
  private static void pauses() throws Exception {
    long start = System.nanoTime();
    Os.CURRENT.pause(20_000_000);
    check(System.nanoTime() - start >= 19_000_000, "woke early");
    long[] last = new long[1];
    check(isParked("tinyalloc-purger"), "the VM would wait for a thread in native code to end");
    Runnable pause =
        () -> {
          long before = ++last[0];
          Os.CURRENT.pause(10_000_000);
          check(last[0] == before, "left its carrier");
        };
    inVirtualThreads(List.of(pause, pause, pause));
  }

  /** Whether the thread parks, soon: what sleeps in native code counts as runnable. */
  private static boolean isParked(String name) throws InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals(name) && thread.getState() == Thread.State.TIMED_WAITING) {
          return true;
        }
      }
      Thread.sleep(10);
    }
    return false;
  }

  private static void virtualThreads() throws Exception {
    int heapsBefore = TinyAlloc.stats().heaps();
    Runnable program = EveryRoad::allocateAndFree;
    inVirtualThreads(IntStream.range(0, 2_000).mapToObj(i -> program).toList());
    check(TinyAlloc.stats().heaps() <= heapsBefore + 4, "a heap for each virtual thread");
  }

  private static void allocateAndFree() {
    long[] blocks = new long[20];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = TinyAlloc.malloc(8 + 100 * i);
      Os.CURRENT.putLong(blocks[i], blocks[i]);
      Thread.yield();
    }
    for (long block : blocks) {
      check(Os.CURRENT.getLong(block) == block, "somebody else wrote here");
      TinyAlloc.free(block);
    }
  }

  /** "committed resident", each word if that figure fell as it should. */
  private static String purges() throws IOException {
    long[] blocks = new long[TOUCHED_BYTES / BLOCK_BYTES];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = TinyAlloc.malloc(BLOCK_BYTES);
      Os.CURRENT.fill(blocks[i], BLOCK_BYTES, (byte) 1);
    }
    long committed = TinyAlloc.stats().committedBytes();
    long resident = residentBytes();
    check(committed >= TOUCHED_BYTES && resident >= TOUCHED_BYTES, "less than was touched");
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
    TinyAlloc.purge();
    boolean committedFell = TinyAlloc.stats().committedBytes() <= committed - SURELY_FREED_BYTES;
    boolean residentFell = residentBytes() <= resident - SURELY_FREED_BYTES;
    blocks();
    return (committedFell ? "committed " : "") + (residentFell ? "resident" : "");
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("the system does not say what is resident");
  }

  /** Runs each task in a virtual thread of its own; by reflection, since JDK 17 has none. */
  private static void inVirtualThreads(List<Runnable> tasks) throws Exception {
    ExecutorService executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      for (Future<?> task : tasks.stream().map(executor::submit).toList()) {
        get(task);
      }
    } finally {
      executor.shutdown();
    }
  }

  private static void get(Future<?> task) throws InterruptedException {
    try {
      Object unused = task.get();
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    }
  }

  private static void checkFilled(long address, long bytes, long expected) {
    for (long at = 0; at + Long.BYTES <= bytes; at += Long.BYTES) {
      check(Os.CURRENT.getLong(address + at) == expected, "not " + expected);
    }
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
