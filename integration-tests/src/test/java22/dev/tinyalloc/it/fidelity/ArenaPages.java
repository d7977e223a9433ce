package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Where segments begin when the JVM is told to start direct memory on pages. */
final class ArenaPages {

  private static final int PAGE = 4_096;

  private ArenaPages() {}

  static void addTo(Checks checks) {
    checks
        .add("beginning", () -> Kind.each(ArenaPages::offsets))
        .add("again", () -> Kind.each(ArenaPages::offsets))
        .add("aligned", () -> Kind.each(Kind.FREED, ArenaPages::aligned))
        .add("nothing", () -> Kind.each(ArenaPages::nothing))
        .add("text", () -> Kind.each(arena -> arena.allocateFrom("a").address() % PAGE))
        .add("zeroes", () -> Kind.each(Kind.FREED, ArenaPages::zeroes))
        .add("apart", () -> Kind.each(Kind.FREED, ArenaPages::apart));
  }

  private static Object offsets(Arena arena) {
    List<Long> offsets = new ArrayList<>();
    for (int size : new int[] {1, 16, 100, 4_096, 4_097, 100_000, 131_073}) {
      offsets.add(arena.allocate(size).fill(Dirt.BYTE).address() % PAGE);
    }
    return offsets;
  }

  private static Object aligned(Arena arena) {
    List<Long> offsets = new ArrayList<>();
    for (long alignment = 1; alignment <= 1 << 16; alignment *= 4) {
      offsets.add(arena.allocate(10, alignment).address() % Math.max(PAGE, alignment));
    }
    return offsets;
  }

  private static Object nothing(Arena arena) {
    MemorySegment one = arena.allocate(0);
    MemorySegment two = arena.allocate(0);
    return Outcome.of(one.address() % PAGE, two.address() % PAGE, one.address() == two.address());
  }

  private static Object zeroes(Arena arena) {
    List<Long> set = new ArrayList<>();
    for (int size : new int[] {1, 100, 4_096, 5_000, 70_000}) {
      ArenaDirt.spread(size, 4);
      set.add(SegmentContents.firstSet(arena.allocate(size)));
    }
    return set;
  }

  private static Object apart(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      segments.add(SegmentContents.write(arena.allocate(1 + i * 40), i));
    }
    return Outcome.of(SegmentContents.damaged(segments), ArenaMany.overlapping(segments));
  }
}
