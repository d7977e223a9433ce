package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the collector does with arenas: it frees the automatic ones, and lets closed ones go. */
final class ArenaCollecting {

  private ArenaCollecting() {}

  static void addTo(Checks checks) {
    checks
        .add("one", () -> dropped(1, 1_000))
        .add("many", () -> dropped(1_000, 300))
        .add("large", () -> dropped(8, 500_000))
        .add("nothing", () -> dropped(10, 0))
        .add("several segments each", ArenaCollecting::severalEach)
        .add("kept", ArenaCollecting::kept)
        .add("kept by a segment", () -> keptBy(segment -> segment))
        .add("kept by a slice", () -> keptBy(segment -> segment.asSlice(0, 500)))
        .add("kept by a read-only view", () -> keptBy(MemorySegment::asReadOnly))
        .add("kept by its neighbour", ArenaCollecting::neighbour)
        .add("kept by a buffer", ArenaCollecting::keptByBuffer)
        .add("kept by the scope", ArenaCollecting::keptByScope)
        .add("automatic arena goes", () -> goes(Arena.ofAuto()))
        .add("closed confined arena goes", () -> goes(closed(Arena.ofConfined())))
        .add("closed shared arena goes", () -> goes(closed(Arena.ofShared())))
        .add("closed segment goes", ArenaCollecting::closedSegment)
        .add("segment goes before its arena", ArenaCollecting::segmentBeforeArena)
        .add("phantom reference", ArenaCollecting::phantom)
        .add("by a dead thread", ArenaCollecting::deadThread)
        .add("by a virtual thread", ArenaCollecting::virtualThread)
        .add("again and again", ArenaCollecting::rounds)
        .add("dropped among closed ones", ArenaCollecting::amongClosed)
        .add("actions use the segment", ArenaCollecting::actionsUseIt);
  }

  private static String dropped(int count, int size) throws InterruptedException {
    Pool before = Pool.now();
    drop(count, size);
    return Pool.backTo(before);
  }

  private static void drop(int count, int size) {
    for (int i = 0; i < count; i++) {
      Arena.ofAuto().allocate(size).fill(Dirt.BYTE);
    }
  }

  /** As a library does that destroys a struct by a function which reads it. */
  private static String actionsUseIt() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger right = new AtomicInteger();
    for (int i = 0; i < 2_000; i++) {
      dropWithAction(i, ran, right);
    }
    for (int i = 0; i < 1_000 && ran.get() < 2_000; i++) {
      System.gc();
      for (int k = 0; k < 1_000; k++) {
        Arena.ofAuto().allocate(64).fill(Dirt.BYTE);
      }
      Thread.sleep(5);
    }
    return right + " of " + ran;
  }

  @SuppressWarnings("restricted")
  private static void dropWithAction(int number, AtomicInteger ran, AtomicInteger right) {
    Arena arena = Arena.ofAuto();
    MemorySegment segment = arena.allocate(64);
    segment.set(JAVA_INT, 0, number);
    MemorySegment.ofAddress(segment.address())
        .reinterpret(
            64,
            arena,
            same -> {
              right.addAndGet(same.get(JAVA_INT, 0) == number ? 1 : 0);
              ran.incrementAndGet();
            });
  }

  private static String severalEach() throws InterruptedException {
    Pool before = Pool.now();
    for (int i = 0; i < 100; i++) {
      Arena arena = Arena.ofAuto();
      for (int k = 1; k < 30; k++) {
        arena.allocate(k * 10L, 1L << (k % 9)).fill(Dirt.BYTE);
      }
    }
    return Pool.backTo(before);
  }

  private static String kept() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(keptAmongDropped(before), Pool.backTo(before));
  }

  private static String keptAmongDropped(Pool before) throws InterruptedException {
    List<MemorySegment> kept = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      kept.add(SegmentContents.write(Arena.ofAuto().allocate(1_000), i));
      drop(2, 1_000);
    }
    Pool rest = new Pool(before.count() + 200, 0, 0, 0, 0, 0);
    boolean freed = Pool.backTo(rest).startsWith("back");
    return Outcome.of(freed, Pool.now().since(before), SegmentContents.damaged(kept));
  }

  /** What of a segment keeps its memory. */
  @FunctionalInterface
  private interface View {
    MemorySegment of(MemorySegment segment);
  }

  private static String keptBy(View view) throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(damagedViews(view), Pool.backTo(before));
  }

  private static String damagedViews(View view) throws InterruptedException {
    List<MemorySegment> views = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      views.add(view.of(SegmentContents.write(Arena.ofAuto().allocate(1_000), i)));
    }
    collectAndSpread();
    return SegmentContents.damaged(views);
  }

  private static void collectAndSpread() throws InterruptedException {
    System.gc();
    Thread.sleep(20);
    ArenaDirt.spread(1_000, 100);
    Dirt.spread(1_000, 100);
  }

  /** The first segment is dropped, the second stays: the arena is one. */
  private static String neighbour() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(neighbours(before), Pool.backTo(before));
  }

  private static String neighbours(Pool before) throws InterruptedException {
    List<MemorySegment> kept = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Arena arena = Arena.ofAuto();
      arena.allocate(500).fill(Dirt.BYTE);
      kept.add(SegmentContents.write(arena.allocate(500), i));
    }
    collectAndSpread();
    Pool now = Pool.now().since(before);
    return Outcome.of(now, SegmentContents.damaged(kept));
  }

  private static String keptByBuffer() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(damagedBuffer(), Pool.backTo(before));
  }

  private static int damagedBuffer() throws InterruptedException {
    MemorySegment segment = Arena.ofAuto().allocate(1_000);
    ByteBuffer buffer = Contents.write(segment.asByteBuffer(), 1).slice(0, 1_000);
    collectAndSpread();
    return Contents.damage(buffer, 1);
  }

  private static String keptByScope() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(scopeKeeps(before), Pool.backTo(before));
  }

  private static String scopeKeeps(Pool before) throws InterruptedException {
    MemorySegment.Scope scope = Arena.ofAuto().allocate(1_000).scope();
    collectAndSpread();
    Pool now = Pool.now().since(before);
    return Outcome.of(scope.isAlive(), now);
  }

  private static Arena closed(Arena arena) {
    arena.allocate(1_000).fill(Dirt.BYTE);
    arena.close();
    return arena;
  }

  private static String goes(Arena arena) throws InterruptedException {
    WeakReference<Object> reference = new WeakReference<>(arena);
    WeakReference<Object> scope = new WeakReference<>(arena.scope());
    arena = null;
    return Outcome.of(await(reference, null), await(scope, null), arena);
  }

  private static String await(Reference<?> reference, ReferenceQueue<?> queue)
      throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      System.gc();
      Thread.sleep(5);
      if (queue == null ? reference.refersTo(null) : queue.poll() == reference) {
        return "gone";
      }
    }
    return "still there";
  }

  private static String closedSegment() throws InterruptedException {
    return await(closedSegmentReference(), null);
  }

  private static WeakReference<MemorySegment> closedSegmentReference() {
    try (Arena arena = Arena.ofConfined()) {
      return new WeakReference<>(arena.allocate(100));
    }
  }

  private static String segmentBeforeArena() throws Throwable {
    return Kind.each(
        Kind.FREED,
        arena -> {
          var reference = new WeakReference<>(arena.allocate(100).fill((byte) 1));
          String found = await(reference, null);
          return Outcome.of(found, arena.allocate(100).get(JAVA_BYTE, 0));
        });
  }

  private static String phantom() throws InterruptedException {
    ReferenceQueue<Arena> queue = new ReferenceQueue<>();
    PhantomReference<Arena> reference = phantom(queue);
    return await(reference, queue);
  }

  private static PhantomReference<Arena> phantom(ReferenceQueue<Arena> queue) {
    Arena arena = Arena.ofAuto();
    arena.allocate(100);
    return new PhantomReference<>(arena, queue);
  }

  private static String deadThread() throws InterruptedException {
    Pool before = Pool.now();
    Threads.run(() -> drop(100, 2_000));
    return Pool.backTo(before);
  }

  private static String virtualThread() throws InterruptedException {
    Pool before = Pool.now();
    Threads.runVirtually(() -> drop(100, 2_000));
    return Pool.backTo(before);
  }

  private static String rounds() throws InterruptedException {
    Pool before = Pool.now();
    for (int round = 0; round < 5; round++) {
      drop(300, 700);
      String outcome = Pool.backTo(before);
      if (outcome.startsWith("still")) {
        return outcome;
      }
    }
    return Outcome.of(Pool.now().since(before));
  }

  private static String amongClosed() throws InterruptedException {
    Pool before = Pool.now();
    int dirty = 0;
    for (int i = 0; i < 300; i++) {
      drop(1, 700);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = arena.allocate(700);
        dirty += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
        segment.fill(Dirt.BYTE);
      }
    }
    return Outcome.of(dirty, Pool.backTo(before));
  }
}
