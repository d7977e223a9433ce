package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;

/** Arenas and allocators that programs build on those of the JDK. */
final class ArenaAllocators {

  private ArenaAllocators() {}

  static void addTo(Checks checks) {
    checks
        .add("slicing", () -> Kind.each(ArenaAllocators::slicing))
        .add("slicing past the end", () -> Kind.each(ArenaAllocators::slicingPastEnd))
        .add("slicing, made anew", () -> Kind.each(ArenaAllocators::slicingAnew))
        .add("slicing, aligned", () -> Kind.each(ArenaAllocators::slicingAligned))
        .add("slicing, misused", () -> Kind.each(ArenaAllocators::slicingMisused))
        .add("slicing, closed", () -> Kind.each(Kind.CLOSEABLE, ArenaAllocators::slicingClosed))
        .add("slicing of a slice", () -> Kind.each(ArenaAllocators::slicingOfSlice))
        .add("prefix", () -> Kind.each(ArenaAllocators::prefix))
        .add("prefix past the end", () -> Kind.each(ArenaAllocators::prefixPastEnd))
        .add("prefix, read-only", () -> Kind.each(ArenaAllocators::prefixReadOnly))
        .add("large slicing", () -> Kind.each(Kind.FREED, ArenaAllocators::slicingLarge))
        .add("lambda", () -> Kind.each(ArenaAllocators::lambda))
        .add("delegating arena", () -> Kind.each(Kind.FREED, ArenaAllocators::delegating))
        .add("delegating arena, in try", ArenaAllocators::delegatingInTry)
        .add("arena of slices", ArenaAllocators::arenaOfSlices)
        .add("arena that throws", ArenaAllocators::throwing)
        .add("arena of another's defaults", ArenaAllocators::defaults)
        .add("arena for reinterpret", ArenaAllocators::reinterpret)
        .add("default that the arena has", () -> Kind.each(ArenaAllocators::allDefaults))
        .add("counted by a wrapper", () -> Kind.each(ArenaAllocators::counting));
  }

  private static Object slicing(Arena arena) {
    MemorySegment block = arena.allocate(100);
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(block);
    List<Long> offsets = new ArrayList<>();
    for (int i = 1; i < 6; i++) {
      offsets.add(allocator.allocate(i, i < 4 ? 1 : 8).address() - block.address());
    }
    offsets.add(allocator.allocate(JAVA_LONG, 2).address() - block.address());
    offsets.add(allocator.allocateFrom("abc").address() - block.address());
    return Outcome.of(offsets, SegmentContents.all(block));
  }

  private static Object slicingPastEnd(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(100));
    allocator.allocate(60);
    return Outcome.of(
        Refusal.of(() -> allocator.allocate(41)),
        Refusal.of(() -> allocator.allocate(1L << 40)),
        allocator.allocate(40).byteSize(),
        Refusal.of(() -> allocator.allocate(1)),
        Refusal.of(() -> allocator.allocate(0).byteSize()));
  }

  private static Object slicingAnew(Arena arena) {
    MemorySegment block = arena.allocate(50);
    MemorySegment first = SegmentAllocator.slicingAllocator(block).allocate(50).fill((byte) 1);
    MemorySegment second = SegmentAllocator.slicingAllocator(block).allocateFrom("new");
    return Outcome.of(first.address() == second.address(), SegmentContents.all(first));
  }

  private static Object slicingAligned(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(10_000, 4_096));
    List<Long> offsets = new ArrayList<>();
    for (long alignment = 1; alignment <= 4_096; alignment *= 4) {
      offsets.add(allocator.allocate(3, alignment).address() % 4_096);
    }
    return offsets;
  }

  private static Object slicingMisused(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(10));
    return Outcome.of(
        Refusal.of(() -> allocator.allocate(-1)),
        Refusal.of(() -> allocator.allocate(1, 3)),
        Refusal.of(() -> SegmentAllocator.slicingAllocator(null)),
        Refusal.of(() -> SegmentAllocator.slicingAllocator(arena.allocate(1).asReadOnly())),
        Refusal.of(() -> SegmentAllocator.prefixAllocator(null)));
  }

  private static Object slicingClosed(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(100));
    MemorySegment slice = allocator.allocate(10);
    arena.close();
    return Outcome.of(
        Refusal.of(() -> slice.get(JAVA_BYTE, 0)),
        Refusal.of(() -> allocator.allocate(10).get(JAVA_BYTE, 0)),
        Refusal.of(() -> allocator.allocateFrom("abc")));
  }

  private static Object slicingOfSlice(Arena arena) {
    MemorySegment block = arena.allocate(100).asSlice(10, 30);
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(block);
    allocator.allocate(30, 1).fill((byte) 5);
    return Outcome.of(SegmentContents.all(block), Refusal.of(() -> allocator.allocate(1, 1)));
  }

  private static Object prefix(Arena arena) {
    MemorySegment block = arena.allocate(100);
    SegmentAllocator allocator = SegmentAllocator.prefixAllocator(block);
    MemorySegment one = allocator.allocateFrom(JAVA_INT, 1, 2, 3);
    MemorySegment two = allocator.allocateFrom(JAVA_INT, 9);
    return Outcome.of(
        one.address() == block.address(),
        two.address() == block.address(),
        one.toArray(JAVA_INT)[0],
        one.getAtIndex(JAVA_INT, 2));
  }

  private static Object prefixPastEnd(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.prefixAllocator(arena.allocate(100));
    return Outcome.of(
        Refusal.of(() -> allocator.allocate(101)),
        Refusal.of(() -> allocator.allocate(-1)),
        Refusal.of(() -> allocator.allocate(1, 5)),
        allocator.allocate(100).byteSize());
  }

  private static Object prefixReadOnly(Arena arena) {
    MemorySegment block = arena.allocate(100).asReadOnly();
    return Refusal.of(() -> SegmentAllocator.prefixAllocator(block).allocateFrom("a").byteSize());
  }

  private static Object slicingLarge(Arena arena) {
    SegmentAllocator allocator = SegmentAllocator.slicingAllocator(arena.allocate(3_000_000));
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      segments.add(SegmentContents.write(allocator.allocate(1 + i % 1_500), i));
    }
    return SegmentContents.damaged(segments);
  }

  @SuppressWarnings("UnnecessaryMethodReference") // It is what is tested.
  private static Object lambda(Arena arena) {
    SegmentAllocator reference = arena::allocate;
    SegmentAllocator doubled = (size, alignment) -> arena.allocate(2 * size, alignment);
    return Outcome.of(
        reference.allocateFrom("abc").byteSize(),
        reference.allocate(10).byteSize(),
        doubled.allocate(10, 4).byteSize(),
        doubled.allocate(JAVA_LONG, 3).byteSize(),
        Refusal.of(() -> doubled.allocate(-1)));
  }

  private static Object delegating(Arena arena) {
    Delegate delegate = new Delegate(arena);
    MemorySegment segment = delegate.allocateFrom("text");
    return Outcome.of(
        delegate.allocate(100).byteSize(),
        segment.getString(0),
        segment.scope() == arena.scope(),
        Refusal.ofRunning(delegate::close),
        arena.scope().isAlive());
  }

  private static String delegatingInTry() {
    MemorySegment lost;
    try (Arena arena = new Delegate(Arena.ofConfined())) {
      lost = SegmentContents.write(arena.allocate(500), 1);
    }
    return Refusal.of(() -> lost.get(JAVA_BYTE, 0));
  }

  /** As the documentation of {@code Arena} proposes. */
  private static String arenaOfSlices() {
    try (Arena backing = Arena.ofConfined()) {
      SegmentAllocator slices = SegmentAllocator.slicingAllocator(backing.allocate(200));
      Arena arena = new Delegate(backing, slices);
      List<MemorySegment> segments = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        segments.add(SegmentContents.write(arena.allocate(15), i));
      }
      return Outcome.of(SegmentContents.damaged(segments), Refusal.of(() -> arena.allocate(100)));
    }
  }

  private static String throwing() {
    Arena none =
        new Delegate(
            Arena.global(),
            (size, alignment) -> {
              throw new UnsupportedOperationException("not here: " + size + ", " + alignment);
            });
    return Outcome.of(
        Refusal.of(() -> none.allocate(10)),
        Refusal.of(() -> none.allocate(JAVA_LONG)),
        Refusal.of(() -> none.allocateFrom("abc")),
        Refusal.of(() -> none.allocate(-1)),
        none.scope().isAlive());
  }

  private static String defaults() {
    List<String> asked = new ArrayList<>();
    Arena arena =
        new Delegate(
            Arena.global(),
            (size, alignment) -> {
              asked.add(size + " by " + alignment);
              return Arena.global().allocate(size, alignment);
            });
    arena.allocate(10);
    arena.allocate(JAVA_LONG);
    arena.allocate(JAVA_INT, 5);
    arena.allocateFrom("abc");
    arena.allocateFrom(JAVA_INT, 1, 2);
    return asked.toString();
  }

  @SuppressWarnings("restricted")
  private static String reinterpret() {
    List<String> ran = new ArrayList<>();
    Arena arena = new Delegate(Arena.ofShared());
    MemorySegment.ofAddress(64).reinterpret(8, arena, gone -> ran.add("ran"));
    arena.close();
    return ran.toString();
  }

  private static Object allDefaults(Arena arena) {
    SegmentAllocator allocator = arena;
    return Outcome.of(
        allocator.allocate(7).byteSize(),
        allocator.allocate(7, 32).address() % 32,
        allocator.allocate(JAVA_LONG).byteSize(),
        allocator.allocate(JAVA_LONG, 7).byteSize(),
        SegmentContents.all(allocator.allocateFrom("abc")),
        SegmentContents.all(allocator.allocateFrom(JAVA_INT, 3, 4)));
  }

  private static Object counting(Arena arena) {
    long[] bytes = new long[1];
    SegmentAllocator counted =
        (size, alignment) -> {
          bytes[0] += size;
          return arena.allocate(size, alignment);
        };
    for (int i = 0; i < 100; i++) {
      counted.allocate(i);
      counted.allocateFrom("x".repeat(i));
    }
    return bytes[0];
  }
}
