package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Arenas of several threads, and what several threads have of one. */
final class ArenaThreads {

  private ArenaThreads() {}

  static void addTo(Checks checks) {
    checks
        .add("each its own", ArenaThreads::eachItsOwn)
        .add("virtual, each its own", () -> virtually(ArenaThreads::ownArena))
        .add("virtual, that sleep", () -> virtually(ArenaThreads::sleeping))
        .add("virtual, one shared arena", ArenaThreads::virtualShared)
        .add("many in one shared arena", () -> inOne(Arena.ofShared()))
        .add("many in one automatic arena", () -> inOne(Arena.ofAuto()))
        .add("many in the global arena", () -> inOne(Arena.global()))
        .add("large ones in one shared arena", ArenaThreads::largeInOne)
        .add("closed by another thread", ArenaThreads::closedElsewhere)
        .add("handed over", ArenaThreads::handedOver)
        .add("short threads", ArenaThreads::shortThreads)
        .add("threads of a pool", ArenaThreads::pool)
        .add("interrupted", ArenaThreads::interrupted)
        .add("deep recursion", ArenaThreads::deepRecursion)
        .add("deep recursion, large", ArenaThreads::deepLarge)
        .add("deep recursion, arenas", ArenaThreads::deepArenas);
  }

  /** A few segments of one arena; how many were wrong. */
  private static int ownArena(int seed) {
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> segments = new ArrayList<>();
      int wrong = 0;
      for (int i = 0; i < 20; i++) {
        MemorySegment segment = arena.allocate(1 + (seed * 31 + i * 57) % 2_000);
        wrong += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
        segments.add(SegmentContents.write(segment, seed + i));
        if (i % 5 == 0) {
          Thread.yield();
        }
      }
      for (int i = 0; i < 20; i++) {
        wrong += SegmentContents.damage(segments.get(i), seed + i) < 0 ? 0 : 1;
      }
      return wrong;
    }
  }

  private static String eachItsOwn() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        8,
        number -> {
          for (int i = 0; i < 50; i++) {
            wrong.addAndGet(ownArena(number * 100 + i));
          }
        });
    return wrong + " wrong";
  }

  /** What one of many virtual threads does. */
  @FunctionalInterface
  private interface Task {
    int run(int number) throws InterruptedException;
  }

  private static String virtually(Task task) throws Exception {
    int wrong = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int number = i;
        futures.add(threads.submit(() -> task.run(number)));
      }
      for (Future<Integer> future : futures) {
        wrong += future.get();
      }
    }
    return wrong + " wrong";
  }

  /** It comes back on another carrier, perhaps. */
  private static int sleeping(int seed) throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment first = SegmentContents.write(arena.allocate(500), seed);
      Thread.sleep(2);
      MemorySegment second = SegmentContents.write(arena.allocate(700), seed + 1);
      Thread.sleep(2);
      boolean whole =
          SegmentContents.damage(first, seed) < 0 && SegmentContents.damage(second, seed + 1) < 0;
      return whole ? 0 : 1;
    }
  }

  private static String virtualShared() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      return virtually(number -> shared(arena, number));
    }
  }

  private static int shared(Arena arena, int seed) {
    MemorySegment segment = arena.allocate(1 + seed);
    int wrong = SegmentContents.firstSet(segment) < 0 ? 0 : 1;
    SegmentContents.write(segment, seed);
    Thread.yield();
    return wrong + (SegmentContents.damage(segment, seed) < 0 ? 0 : 1);
  }

  private static String inOne(Arena arena) throws InterruptedException {
    List<MemorySegment> segments = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        6,
        number -> {
          for (int i = 0; i < 400; i++) {
            MemorySegment segment = arena.allocate(1 + (i * 37 + number) % 500);
            wrong.addAndGet(SegmentContents.firstSet(segment) < 0 ? 0 : 1);
            segments.add(SegmentContents.write(segment, (int) segment.byteSize()));
          }
        });
    for (MemorySegment segment : segments) {
      wrong.addAndGet(SegmentContents.damage(segment, (int) segment.byteSize()) < 0 ? 0 : 1);
    }
    String found = Outcome.of(wrong, ArenaMany.overlapping(segments));
    return Outcome.of(found, Refusal.ofRunning(arena::close));
  }

  private static String largeInOne() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    try (Arena arena = Arena.ofShared()) {
      Threads.together(
          4,
          number -> {
            for (int i = 0; i < 10; i++) {
              MemorySegment segment = arena.allocate(100_000 + 50_000 * (i % 4));
              wrong.addAndGet(SegmentContents.firstSet(segment) < 0 ? 0 : 1);
              SegmentContents.write(segment, number);
              wrong.addAndGet(SegmentContents.damage(segment, number) < 0 ? 0 : 1);
            }
          });
    }
    return wrong + " wrong";
  }

  private static String closedElsewhere() throws InterruptedException {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Arena arena = Arena.ofShared();
      MemorySegment segment = SegmentContents.write(arena.allocate(1 + i * 20_000), i);
      found.add(Refusal.elsewhere(() -> SegmentContents.damage(segment, 0) < 0));
      Threads.run(arena::close);
      found.add(segment.scope().isAlive() + "");
    }
    return found.toString();
  }

  private static String handedOver() throws InterruptedException {
    BlockingQueue<Arena> arenas = new ArrayBlockingQueue<>(8);
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        2,
        number -> {
          try {
            for (int i = 0; i < 300; i++) {
              if (number == 0) {
                Arena arena = Arena.ofShared();
                SegmentContents.write(arena.allocate(100), i);
                arenas.put(arena);
              } else {
                Arena arena = arenas.take();
                wrong.addAndGet(SegmentContents.firstSet(arena.allocate(100)) < 0 ? 0 : 1);
                arena.close();
              }
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return wrong + " wrong";
  }

  private static String shortThreads() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      int seed = i;
      Threads.run(() -> wrong.addAndGet(ownArena(seed)));
    }
    return wrong + " wrong";
  }

  private static String pool() throws Exception {
    int wrong = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int seed = i;
        futures.add(threads.submit(() -> ownArena(seed)));
      }
      for (Future<Integer> future : futures) {
        wrong += future.get();
      }
    }
    return wrong + " wrong";
  }

  private static String interrupted() throws Throwable {
    return Kind.each(
        arena -> {
          Thread.currentThread().interrupt();
          MemorySegment small = arena.allocate(100);
          MemorySegment large = arena.allocate(200_000);
          return Outcome.of(small.byteSize(), large.byteSize(), Thread.interrupted());
        });
  }

  private static String deepRecursion() throws Throwable {
    return Kind.each(Kind.FREED, arena -> overflow(arena, 24));
  }

  private static String deepLarge() throws Throwable {
    return Kind.each(Kind.CLOSEABLE, arena -> overflow(arena, 3_000));
  }

  /** The stack overflows in the middle of an allocation, a few times; then all is as it was. */
  private static Object overflow(Arena arena, int size) {
    MemorySegment before = SegmentContents.write(arena.allocate(500), 1);
    int overflows = 0;
    for (int i = 0; i < 3; i++) {
      try {
        recurse(arena, size);
      } catch (StackOverflowError expected) {
        overflows++;
      }
    }
    MemorySegment after = arena.allocate(500);
    boolean zero = SegmentContents.firstSet(after) < 0;
    SegmentContents.write(after, 2);
    return Outcome.of(
        overflows, zero, SegmentContents.damage(before, 1), SegmentContents.damage(after, 2));
  }

  @SuppressWarnings("InfiniteRecursion") // Until the stack overflows.
  private static long recurse(Arena arena, int size) {
    return arena.allocate(size).byteSize() + recurse(arena, size) + 1;
  }

  private static String deepArenas() {
    MemorySegment segment;
    int overflows = 0;
    for (int i = 0; i < 3; i++) {
      try {
        recurseArenas();
      } catch (StackOverflowError expected) {
        overflows++;
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      segment = arena.allocate(100);
      return Outcome.of(overflows, SegmentContents.firstSet(segment));
    }
  }

  /** Automatic ones: what is left behind may be closed by nobody. */
  @SuppressWarnings("InfiniteRecursion")
  private static long recurseArenas() {
    return Arena.ofAuto().allocate(16).byteSize() + recurseArenas() + 1;
  }
}
