package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JDK's own counts of direct memory say of arenas. What a check leaves to the collector is
 * gone when it ends.
 */
@SuppressWarnings(
    "ReachabilityFenceUsage") // Where something is thrown before, the check is broken.
final class ArenaAuto {

  private ArenaAuto() {}

  static void addTo(Checks checks) {
    checks
        .add("at the start", Pool::now)
        .add("one", () -> steps(arena -> arena.allocate(1_000)))
        .add("one byte", () -> steps(arena -> arena.allocate(1)))
        .add("nothing", () -> steps(arena -> arena.allocate(0)))
        .add("sizes", () -> steps(ArenaAuto::sizes))
        .add("alignments", () -> steps(ArenaAuto::alignments))
        .add("nothing, aligned", () -> steps(arena -> arena.allocate(0, 4_096)))
        .add("large", () -> steps(arena -> arena.allocate(3_000_000)))
        .add("layouts", () -> steps(ArenaAuto::layouts))
        .add("text", () -> steps(arena -> arena.allocateFrom("hello")))
        .add("allocated from", () -> steps(ArenaAuto::from))
        .add("refused", () -> steps(ArenaAuto::refused))
        .add("many", () -> steps(ArenaAuto::many))
        .add("views", () -> steps(ArenaAuto::views))
        .add("allocators", () -> steps(ArenaAuto::allocators))
        .add("no segment", () -> steps(arena -> 0))
        .add("actions", () -> steps(ArenaAuto::action))
        .add("step by step", ArenaAuto::stepByStep)
        .add("several arenas", ArenaAuto::several)
        .add("by threads", ArenaAuto::byThreads)
        .add("by a virtual thread", ArenaAuto::byVirtualThread)
        .add("buffers and arenas", ArenaAuto::withBuffers)
        .add("close is refused", ArenaAuto::close)
        .add("confined ones do not count", () -> uncounted(Kind.CONFINED))
        .add("shared ones do not count", () -> uncounted(Kind.SHARED))
        .add("global one does not count", () -> uncounted(Kind.GLOBAL))
        .add("at the end", Pool::now);
  }

  /** The pool after an arena was used, and after it was collected. */
  private static String steps(Kind.Use use) throws Throwable {
    Pool before = Pool.now();
    return Outcome.of(full(before, use), Pool.backTo(before));
  }

  private static Pool full(Pool before, Kind.Use use) throws Throwable {
    Arena arena = Arena.ofAuto();
    Object kept = use.of(arena);
    Pool full = Pool.now();
    Reference.reachabilityFence(kept);
    Reference.reachabilityFence(arena);
    return full.since(before);
  }

  private static Object sizes(Arena arena) {
    for (int size : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 100, 1_000, 4_095, 4_097, 65_536}) {
      arena.allocate(size);
    }
    return arena;
  }

  private static Object alignments(Arena arena) {
    for (long alignment = 1; alignment <= 65_536; alignment *= 2) {
      arena.allocate(100, alignment);
    }
    return arena;
  }

  private static Object layouts(Arena arena) {
    arena.allocate(JAVA_INT);
    arena.allocate(JAVA_LONG, 100);
    return arena;
  }

  private static Object from(Arena arena) {
    arena.allocateFrom(JAVA_INT, 5);
    arena.allocateFrom(JAVA_INT, 5, 6, 7);
    arena.allocateFrom(JAVA_LONG, new long[0]);
    return arena;
  }

  private static Object refused(Arena arena) {
    Refusal.of(() -> arena.allocate(-1));
    Refusal.of(() -> arena.allocate(1, 3));
    return arena.allocate(8);
  }

  private static Object many(Arena arena) {
    for (int i = 0; i < 5_000; i++) {
      arena.allocate(i % 300);
    }
    return arena;
  }

  private static Object views(Arena arena) {
    MemorySegment segment = arena.allocate(1_000);
    return List.of(segment.asSlice(5, 50), segment.asReadOnly(), segment.asByteBuffer());
  }

  private static Object allocators(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(1_000));
    allocator.allocate(100);
    return allocator.allocate(200);
  }

  @SuppressWarnings("restricted")
  private static Object action(Arena arena) {
    return MemorySegment.ofAddress(64).reinterpret(1_000, arena, gone -> {});
  }

  private static String stepByStep() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(eachStep(before), Pool.backTo(before));
  }

  private static Object eachStep(Pool before) {
    List<Object> steps = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    for (int i = 0; i < 11; i++) {
      arena.allocate(1 << (2 * i), 1L << i);
      steps.add(Pool.now().since(before));
    }
    Reference.reachabilityFence(arena);
    return steps;
  }

  private static String several() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(open(before, 300), Pool.backTo(before));
  }

  private static Object open(Pool before, int count) {
    List<Arena> arenas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Arena arena = Arena.ofAuto();
      arena.allocate(i);
      arena.allocate(2L * i);
      arenas.add(arena);
    }
    Pool full = Pool.now();
    Reference.reachabilityFence(arenas);
    return full.since(before);
  }

  private static String byThreads() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(opened(before), Pool.backTo(before));
  }

  private static Object opened(Pool before) throws InterruptedException {
    Arena arena = Arena.ofAuto();
    Threads.together(
        4,
        number -> {
          for (int i = 0; i < 500; i++) {
            arena.allocate(number * 10 + i);
          }
        });
    Pool full = Pool.now();
    Reference.reachabilityFence(arena);
    return full.since(before);
  }

  private static String byVirtualThread() throws InterruptedException {
    Pool before = Pool.now();
    Threads.runVirtually(() -> open(before, 100));
    return Pool.backTo(before);
  }

  private static String withBuffers() throws Throwable {
    ByteBuffer[] buffer = new ByteBuffer[1];
    String found =
        steps(
            arena -> {
              buffer[0] = ByteBuffer.allocateDirect(500);
              MemorySegment segment = arena.allocate(700);
              Internals.free(buffer[0]);
              buffer[0] = null;
              return segment;
            });
    return found;
  }

  private static String close() throws Throwable {
    return steps(
        arena -> {
          MemorySegment segment = arena.allocate(100);
          String refused = Refusal.ofRunning(arena::close);
          if (!refused.contains("UnsupportedOperationException")) {
            throw new AssertionError(refused);
          }
          return segment;
        });
  }

  private static String uncounted(Kind kind) throws Throwable {
    Pool before = Pool.now();
    return Kind.each(
        List.of(kind),
        arena -> {
          sizes(arena);
          alignments(arena);
          return Pool.now().since(before);
        });
  }
}
