package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Automatic arenas at the limit of direct memory, which is to be a few megabytes. Each refusal
 * takes the JDK half a second.
 */
@SuppressWarnings(
    "ReachabilityFenceUsage") // Where something is thrown before, the check is broken.
final class ArenaLimit {

  private static final int LARGE = 1 << 20;

  private ArenaLimit() {}

  static void addTo(Checks checks) {
    checks
        .add("to the last byte", () -> collected(ArenaLimit::lastByte))
        .add("where it is refused, interrupted", () -> collected(ArenaLimit::origin))
        .add("more than the limit, and going on", () -> collected(ArenaLimit::moreThanLimit))
        .add("alignment", () -> collected(ArenaLimit::aligned))
        .add("buffers count too", () -> collected(ArenaLimit::withBuffers))
        .add("nothing at the limit", () -> collected(ArenaLimit::nothing))
        .add("confined and shared ones do not count", ArenaLimit::others)
        .add("large ones dropped", () -> dropped(40, LARGE))
        .add("small ones dropped", () -> dropped(25_000, 500))
        .add("one arena each, several segments", ArenaLimit::several)
        .add("dropped by three threads", ArenaLimit::byThreads)
        .add("some kept", ArenaLimit::someKept);
  }

  private static long limit() {
    return (long) Internals.call(null, "jdk.internal.misc.VM", "maxDirectMemory");
  }

  /** What {@code use} finds with an arena that is dropped afterwards. */
  private static String collected(Kind.Use use) throws Throwable {
    // What checks before this one have dropped is not to count.
    String empty = Pool.backTo(Pool.EMPTY);
    String found = used(use);
    return Outcome.of(empty, found, Pool.backTo(Pool.EMPTY));
  }

  private static String used(Kind.Use use) throws Throwable {
    Arena arena = Arena.ofAuto();
    String found = Outcome.text(use.of(arena));
    Reference.reachabilityFence(arena);
    return found;
  }

  /** Takes all but {@code left} bytes of what the limit allows; both are multiples of 8. */
  private static void fill(Arena arena, long left) {
    long free = limit() - Pool.now().capacity() - left;
    while (free > 0) {
      free -= arena.allocate(Math.min(free, LARGE)).byteSize();
    }
  }

  private static Object lastByte(Arena arena) {
    fill(arena, 104);
    arena.allocate(104);
    Pool full = Pool.now();
    String refused = Refusal.of(() -> arena.allocate(1));
    return Outcome.of(full, refused, Pool.now().since(full));
  }

  private static Object origin(Arena arena) {
    fill(arena, 0);
    Thread.currentThread().interrupt();
    String origin = Outcome.origin(() -> arena.allocate(77), 1);
    return Outcome.of(origin, Thread.interrupted());
  }

  private static Object moreThanLimit(Arena arena) {
    MemorySegment kept = SegmentContents.write(arena.allocate(1_000), 1);
    Pool before = Pool.now();
    String refused = Refusal.of(() -> arena.allocate(limit() + 8));
    Pool after = Pool.now().since(before);
    return Outcome.of(
        refused,
        after,
        SegmentContents.damage(kept, 1),
        SegmentContents.firstSet(arena.allocate(1_000)));
  }

  private static Object aligned(Arena arena) {
    fill(arena, 8_000);
    String first = Refusal.of(() -> arena.allocate(4_000, 8_192).address() % 8_192);
    String second = Refusal.of(() -> arena.allocate(4_000, 1_024).address() % 1_024);
    String third = Refusal.of(() -> arena.allocate(1, 16));
    return Outcome.of(first, second, third, Pool.now());
  }

  private static Object withBuffers(Arena arena) {
    fill(arena, 1_000);
    ByteBuffer buffer = ByteBuffer.allocateDirect(600);
    String segment = Refusal.of(() -> arena.allocate(408));
    Internals.free(buffer);
    MemorySegment fits = arena.allocate(408);
    String other = Refusal.of(() -> ByteBuffer.allocateDirect(600));
    return Outcome.of(segment, fits.byteSize(), other);
  }

  private static Object nothing(Arena arena) {
    fill(arena, 0);
    return Refusal.of(() -> arena.allocate(0));
  }

  private static String others() throws Throwable {
    Pool before = Pool.now();
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          for (int i = 0; i < 20; i++) {
            arena.allocate(LARGE).fill(Dirt.BYTE);
          }
          return Pool.now().since(before);
        });
  }

  private static String dropped(int count, int size) throws InterruptedException {
    Pool before = Pool.now();
    int set = 0;
    for (int i = 0; i < count; i++) {
      MemorySegment segment = Arena.ofAuto().allocate(size);
      set += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
      segment.fill(Dirt.BYTE);
    }
    return Outcome.of(set, Pool.backTo(before));
  }

  private static String several() throws InterruptedException {
    Pool before = Pool.now();
    int set = 0;
    for (int i = 0; i < 250; i++) {
      Arena arena = Arena.ofAuto();
      for (int k = 0; k < 20; k++) {
        MemorySegment segment = arena.allocate(4_000 + k);
        set += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
        segment.fill(Dirt.BYTE);
      }
    }
    return Outcome.of(set, Pool.backTo(before));
  }

  private static String byThreads() throws InterruptedException {
    Pool before = Pool.now();
    long[] served = new long[3];
    Threads.together(
        3,
        number -> {
          for (int i = 0; i < 80; i++) {
            served[number] += Arena.ofAuto().allocate(100_000).byteSize();
          }
        });
    return Outcome.of(served[0], served[1], served[2], Pool.backTo(before));
  }

  private static String someKept() throws InterruptedException {
    Pool before = Pool.now();
    return Outcome.of(keptAmongDropped(), Pool.backTo(before));
  }

  private static String keptAmongDropped() {
    List<MemorySegment> kept = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      MemorySegment segment = Arena.ofAuto().allocate(10_000);
      if (i % 10 == 0) {
        kept.add(SegmentContents.write(segment, i / 10));
      }
    }
    return SegmentContents.damaged(kept);
  }
}
