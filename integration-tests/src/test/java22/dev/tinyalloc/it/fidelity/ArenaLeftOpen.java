package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Arenas that nobody closes and nobody knows any more. The JDK never frees what they hold, and
 * native code may still use it. The agent says something about them.
 */
final class ArenaLeftOpen {

  private static final int SIZE = 3_000;

  private ArenaLeftOpen() {}

  static void addTo(Checks checks) {
    checks
        .add("confined, segment kept", () -> segmentKept(Kind.CONFINED))
        .add("shared, segment kept", () -> segmentKept(Kind.SHARED))
        .add("confined, address kept", () -> addressKept(Kind.CONFINED))
        .add("shared, address kept", () -> addressKept(Kind.SHARED))
        .add("confined, goes", () -> goes(Kind.CONFINED))
        .add("shared, goes", () -> goes(Kind.SHARED))
        .add("by a dead thread", ArenaLeftOpen::deadThread)
        .add("by virtual threads", ArenaLeftOpen::virtualThreads)
        .add("large", ArenaLeftOpen::large)
        .add("action never runs", ArenaLeftOpen::action)
        .add("without segments", ArenaLeftOpen::empty)
        .add("not counted", ArenaLeftOpen::notCounted)
        .add("others are closed", ArenaLeftOpen::othersClosed);
  }

  /** An arena that is forgotten: filled, never closed. */
  private static MemorySegment forgotten(Kind kind, int size, int seed) {
    return SegmentContents.write(kind.open().allocate(size), seed);
  }

  private static void collectAndSpread() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(10);
    }
    ArenaDirt.spread(SIZE, 100);
    Dirt.spread(SIZE, 100);
  }

  private static String segmentKept(Kind kind) throws InterruptedException {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      segments.add(forgotten(kind, SIZE, i));
    }
    collectAndSpread();
    return Outcome.of(SegmentContents.damaged(segments), segments.get(0).scope().isAlive());
  }

  private static String addressKept(Kind kind) throws InterruptedException {
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      addresses.add(forgotten(kind, SIZE, i).address());
    }
    collectAndSpread();
    return damaged(addresses, SIZE);
  }

  @SuppressWarnings("restricted")
  private static String damaged(List<Long> addresses, int size) {
    return SegmentContents.damaged(
        addresses.stream()
            .map(address -> MemorySegment.ofAddress(address).reinterpret(size))
            .toList());
  }

  private static String goes(Kind kind) throws InterruptedException {
    WeakReference<MemorySegment.Scope> scope =
        new WeakReference<>(forgotten(kind, SIZE, 1).scope());
    for (int i = 0; i < 500; i++) {
      System.gc();
      Thread.sleep(5);
      if (scope.refersTo(null)) {
        return "gone";
      }
    }
    return "still there";
  }

  private static String deadThread() throws InterruptedException {
    List<Long> addresses = new ArrayList<>();
    Threads.run(() -> addresses.add(forgotten(Kind.CONFINED, SIZE, 0).address()));
    Threads.run(() -> addresses.add(forgotten(Kind.SHARED, SIZE, 1).address()));
    collectAndSpread();
    return damaged(addresses, SIZE);
  }

  private static String virtualThreads() throws InterruptedException {
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int seed = i;
      Threads.runVirtually(() -> addresses.add(forgotten(Kind.CONFINED, SIZE, seed).address()));
    }
    collectAndSpread();
    return damaged(addresses, SIZE);
  }

  private static String large() throws InterruptedException {
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      addresses.add(forgotten(Kind.CLOSEABLE.get(i % 2), 500_000, i).address());
    }
    collectAndSpread();
    ArenaDirt.spread(500_000, 4);
    return damaged(addresses, 500_000);
  }

  private static String action() throws InterruptedException {
    List<String> ran = new ArrayList<>();
    withAction(ran);
    collectAndSpread();
    return ran.toString();
  }

  @SuppressWarnings("restricted")
  private static void withAction(List<String> ran) {
    Arena arena = Arena.ofShared();
    arena.allocate(10).reinterpret(arena, gone -> ran.add("ran"));
  }

  private static String empty() throws InterruptedException {
    int alive = 0;
    for (int i = 0; i < 100; i++) {
      alive += Kind.CLOSEABLE.get(i % 2).open().scope().isAlive() ? 1 : 0;
    }
    collectAndSpread();
    return alive + " alive";
  }

  private static String notCounted() throws InterruptedException {
    Pool before = Pool.now();
    for (int i = 0; i < 20; i++) {
      forgotten(Kind.CLOSEABLE.get(i % 2), SIZE, i);
    }
    Pool open = Pool.now().since(before);
    collectAndSpread();
    return Outcome.of(open, Pool.now().since(before));
  }

  private static String othersClosed() {
    int dirty = 0;
    for (int i = 0; i < 200; i++) {
      forgotten(Kind.CLOSEABLE.get(i % 2), 100, i);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = arena.allocate(100);
        dirty += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
        segment.fill(Dirt.BYTE);
      }
    }
    return dirty + " dirty";
  }
}
