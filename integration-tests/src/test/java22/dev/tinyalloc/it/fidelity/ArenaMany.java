package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Many segments, many arenas. */
final class ArenaMany {

  private ArenaMany() {}

  static void addTo(Checks checks) {
    checks
        .add(
            "ten thousand of 64", () -> Kind.each(Kind.FREED, arena -> apart(arena, 10_000, 64, 1)))
        .add("ten thousand of 1", () -> Kind.each(Kind.FREED, arena -> apart(arena, 10_000, 1, 1)))
        .add("ten thousand of all sizes", () -> Kind.each(Kind.CLOSEABLE, ArenaMany::allSizes))
        .add("three thousand, global", () -> apart(Arena.global(), 3_000, 10, 50))
        .add(
            "large ones",
            () -> Kind.each(Kind.CLOSEABLE, arena -> apart(arena, 40, 100_000, 60_000)))
        .add("small and large", () -> Kind.each(Kind.CLOSEABLE, ArenaMany::smallAndLarge))
        .add("contents", () -> Kind.each(Kind.FREED, ArenaMany::contents))
        .add("a thousand arenas at once", () -> atOnce(1_000))
        .add("many arenas one after the other", ArenaMany::oneAfterOther)
        .add("any order", ArenaMany::anyOrder)
        .add("nested deep", () -> nested(200))
        .add("arenas without segments", ArenaMany::empty)
        .add("kept while others come and go", ArenaMany::kept)
        .add("buffers in between", ArenaMany::buffers)
        .add("64 MB in one arena", ArenaMany::much);
  }

  /** How many begin before the one below them ends. */
  static int overlapping(List<MemorySegment> segments) {
    List<MemorySegment> sorted = new ArrayList<>(segments);
    sorted.sort(Comparator.comparingLong(MemorySegment::address));
    int overlapping = 0;
    for (int i = 1; i < sorted.size(); i++) {
      MemorySegment below = sorted.get(i - 1);
      overlapping += below.address() + below.byteSize() > sorted.get(i).address() ? 1 : 0;
    }
    return overlapping;
  }

  private static Object apart(Arena arena, int count, int least, int range) {
    List<MemorySegment> segments = new ArrayList<>();
    int dirty = 0;
    for (int i = 0; i < count; i++) {
      MemorySegment segment = arena.allocate(least + i * 37 % range);
      dirty += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
      segments.add(segment.fill(Dirt.BYTE));
    }
    return Outcome.of(overlapping(segments), dirty);
  }

  private static Object allSizes(Arena arena) {
    return apart(arena, 10_000, 0, 777);
  }

  private static Object smallAndLarge(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int size = i % 10 == 0 ? 150_000 : 1 + i;
      segments.add(SegmentContents.write(arena.allocate(size), i));
    }
    return Outcome.of(overlapping(segments), SegmentContents.damaged(segments));
  }

  private static Object contents(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      segments.add(SegmentContents.write(arena.allocate(1 + i % 300), i));
    }
    return SegmentContents.damaged(segments);
  }

  private static String atOnce(int count) {
    List<Arena> arenas = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Arena arena = Kind.CLOSEABLE.get(i % 2).open();
      arenas.add(arena);
      segments.add(SegmentContents.write(arena.allocate(1 + i * 7 % 500), i));
    }
    String damaged = SegmentContents.damaged(segments);
    int overlapping = overlapping(segments);
    arenas.forEach(Arena::close);
    return Outcome.of(
        damaged, overlapping, segments.stream().filter(s -> s.scope().isAlive()).count());
  }

  private static String oneAfterOther() {
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment segment = arena.allocate(1 + i % 200);
        sum += SegmentContents.firstSet(segment);
        sum += segment.fill(Dirt.BYTE).byteSize();
      }
    }
    return "" + sum;
  }

  private static String anyOrder() {
    Random random = new Random(3);
    List<Arena> arenas = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    int damaged = 0;
    for (int i = 0; i < 3_000; i++) {
      int chosen = random.nextInt(50);
      if (chosen < arenas.size() && random.nextInt(3) == 0) {
        arenas.remove(chosen).close();
        segments.remove(chosen);
      } else if (arenas.size() < 50) {
        Arena arena = Kind.CLOSEABLE.get(random.nextInt(2)).open();
        arenas.add(arena);
        segments.add(SegmentContents.write(arena.allocate(1 + random.nextInt(2_000)), 5));
      } else {
        damaged += SegmentContents.damage(segments.get(chosen), 5) < 0 ? 0 : 1;
        segments.set(chosen, SegmentContents.write(arenas.get(chosen).allocate(chosen + 1), 5));
      }
    }
    arenas.forEach(Arena::close);
    return Outcome.of(damaged, arenas.size());
  }

  private static String nested(int depth) {
    try (Arena arena = depth % 2 == 0 ? Arena.ofConfined() : Arena.ofShared()) {
      MemorySegment segment = SegmentContents.write(arena.allocate(depth + 1), depth);
      String inner = depth == 0 ? "" : nested(depth - 1);
      return inner + (SegmentContents.damage(segment, depth) < 0 ? "" : depth + " damaged ");
    }
  }

  private static String empty() {
    int closed = 0;
    for (int i = 0; i < 5_000; i++) {
      Arena arena = Kind.CLOSEABLE.get(i % 100 == 0 ? 1 : 0).open();
      arena.close();
      closed += arena.scope().isAlive() ? 0 : 1;
    }
    return closed + " closed";
  }

  private static String kept() throws Throwable {
    return Kind.each(
        arena -> {
          List<MemorySegment> segments = new ArrayList<>();
          for (int i = 0; i < 500; i++) {
            segments.add(SegmentContents.write(arena.allocate(1 + i % 100), i));
            try (Arena other = Arena.ofConfined()) {
              other.allocate(1 + i % 3_000).fill(Dirt.BYTE);
              other.allocate(1 + i % 100).fill(Dirt.BYTE);
            }
          }
          return SegmentContents.damaged(segments);
        });
  }

  private static String buffers() throws Throwable {
    return Kind.each(
        arena -> {
          List<MemorySegment> segments = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            segments.add(SegmentContents.write(arena.allocate(1 + i % 100), i));
            Dirt.spread(1 + i * 5, 2);
          }
          return SegmentContents.damaged(segments);
        });
  }

  private static String much() {
    try (Arena arena = Arena.ofConfined()) {
      long sum = 0;
      for (int i = 0; i < 64; i++) {
        MemorySegment segment = arena.allocate(1 << 20);
        sum += SegmentContents.firstSet(segment);
        sum += segment.fill(Dirt.BYTE).byteSize();
      }
      return "" + sum;
    }
  }
}
