package dev.tinyalloc.it.programs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Opens as many confined arenas as the argument says and forgets to close one in ten; forgets a few
 * shared ones; treats the rest well.
 */
@SuppressWarnings("MustBeClosed")
public final class LeakedArenas {

  /** How many shared arenas are leaked. */
  public static final int SHARED = 7;

  /** What begins the line that says the largest resident size so far, in MiB. */
  public static final String PEAK = "peak ";

  private static final int BYTES = 16;

  private static final OpenedHere LEAKY = new OpenedHere("confined");
  private static final OpenedHere FEW = new OpenedHere("shared");
  private static final OpenedHere CLEAN = new OpenedHere("confined");
  private static final OpenedHere KEPT = new OpenedHere("confined");
  private static final OpenedHere AUTOMATIC = new OpenedHere("auto");

  private static MemorySegment kept;

  private LeakedArenas() {}

  public static void main(String[] arguments) throws Exception {
    Arena longLived = keep();
    leakConfined(Integer.parseInt(arguments[0]));
    leakShared();
    clean();
    automatic();
    for (int i = 0; i < 3; i++) {
      awaitCollection();
    }
    KEPT.print();
    LEAKY.printLeaked();
    FEW.printLeaked();
    CLEAN.print();
    AUTOMATIC.print();
    System.out.println(PEAK + peakMib());
    System.out.println("kept " + kept.get(ValueLayout.JAVA_BYTE, 0) + longLived.scope().isAlive());
  }

  private static long peakMib() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(one -> one.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
    }
  }

  private static Arena keep() {
    Arena arena = KEPT.enter(Arena.ofConfined());
    kept = arena.allocate(BYTES);
    return arena;
  }

  private static void leakConfined(int count) {
    for (int i = 0; i < count; i++) {
      Arena arena = LEAKY.enter(Arena.ofConfined());
      arena.allocate(BYTES);
      if (i % 10 != 0) {
        LEAKY.close(arena);
      }
    }
  }

  private static void leakShared() {
    for (int i = 0; i < 2 * SHARED; i++) {
      Arena arena = FEW.enter(Arena.ofShared());
      arena.allocate(BYTES);
      if (i % 2 == 0) {
        FEW.close(arena);
      }
    }
  }

  private static void clean() {
    for (int i = 0; i < 1000; i++) {
      Arena arena = CLEAN.enter(Arena.ofConfined());
      arena.allocate(BYTES);
      CLEAN.close(arena);
    }
  }

  /** These nobody can close. */
  private static void automatic() {
    for (int i = 0; i < 100; i++) {
      AUTOMATIC.enter(Arena.ofAuto()).allocate(BYTES);
    }
  }

  /** Returns when the VM has passed on the references that a collection cleared. */
  private static void awaitCollection() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
    do {
      System.gc();
    } while (queue.remove(100) != canary);
  }
}
