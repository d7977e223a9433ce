package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where segments begin. */
final class ArenaAlignment {

  private ArenaAlignment() {}

  static void addTo(Checks checks) {
    checks
        .add("up to a megabyte", () -> Kind.each(Kind.CLOSEABLE, arena -> upTo(arena, 1 << 20)))
        .add(
            "up to 64k, automatic",
            () -> Kind.each(List.of(Kind.AUTO), arena -> upTo(arena, 1 << 16)))
        .add("up to 4k, global", () -> upTo(Arena.global(), 4_096))
        .add("up to 2^30", ArenaAlignment::upToTheEnd)
        .add("odd sizes", () -> Kind.each(ArenaAlignment::oddSizes))
        .add("any alignment after any size", () -> Kind.each(Kind.CLOSEABLE, ArenaAlignment::mixed))
        .add("typed access after odd sizes", () -> Kind.each(ArenaAlignment::typedAccess))
        .add("of layouts", () -> Kind.each(ArenaAlignment::layouts))
        .add("of a byte array's", () -> Kind.each(ArenaAlignment::arrays))
        .add("size stays", () -> Kind.each(Kind.FREED, ArenaAlignment::sizes))
        .add("neighbours whole", () -> Kind.each(Kind.CLOSEABLE, ArenaAlignment::neighbours))
        .add("refused", () -> Kind.each(ArenaAlignment::refused))
        .add("refused ones cost nothing", () -> Kind.each(ArenaAlignment::afterRefusal))
        .add("no size", () -> Kind.each(ArenaAlignment::noSize))
        .add("no size, aligned", () -> Kind.each(Kind.FREED, ArenaAlignment::noSizeAligned))
        .add("no size, its views", () -> Kind.each(ArenaAlignment::noSizeViews))
        .add("of layouts without a size", () -> Kind.each(ArenaAlignment::noSizeLayouts));
  }

  private static Object upTo(Arena arena, long most) {
    List<Long> wrong = new ArrayList<>();
    for (long alignment = 1; alignment <= most; alignment *= 2) {
      for (long size : new long[] {1, 100, 5_000}) {
        if (arena.allocate(size, alignment).address() % alignment != 0) {
          wrong.add(alignment);
        }
      }
    }
    return wrong;
  }

  /** One at a time: the JDK clears memory of the size only, so that little of it is ever there. */
  private static String upToTheEnd() throws Throwable {
    List<String> found = new ArrayList<>();
    for (long alignment = 1 << 21; alignment <= 1 << 30; alignment *= 2) {
      long asked = alignment;
      found.add(
          Kind.each(
              Kind.CLOSEABLE,
              arena -> {
                MemorySegment segment = arena.allocate(1_000, asked);
                SegmentContents.write(segment, 3);
                boolean whole = SegmentContents.damage(segment, 3) < 0;
                return segment.address() % asked + " " + segment.byteSize() + " " + whole;
              }));
    }
    return found.toString();
  }

  /** As the C library aligns, so that programs may have come to rely on it. */
  private static Object oddSizes(Arena arena) {
    int wrong = 0;
    for (int size = 0; size < 500; size++) {
      wrong += arena.allocate(size).address() % 16 == 0 ? 0 : 1;
    }
    return wrong;
  }

  private static Object mixed(Arena arena) {
    int wrong = 0;
    for (int i = 1; i < 3_000; i++) {
      long alignment = 1L << (i * 7 % 14);
      wrong += arena.allocate(1 + i * 31 % 777, alignment).address() % alignment == 0 ? 0 : 1;
    }
    return wrong;
  }

  private static Object typedAccess(Arena arena) {
    long sum = 0;
    for (int size = 8; size < 200; size++) {
      MemorySegment odd = arena.allocate(size, 1);
      odd.set(ValueLayout.JAVA_LONG, 0, size);
      odd.set(ValueLayout.JAVA_DOUBLE, 0, (double) odd.get(ValueLayout.JAVA_LONG, 0));
      sum += (long) odd.get(ValueLayout.JAVA_DOUBLE, 0);
      sum += (int) ValueLayout.JAVA_INT.varHandle().getVolatile(odd, 0L);
      arena.allocate(size % 7, 1);
    }
    return Outcome.of(sum, Refusal.of(() -> arena.allocate(20, 1).get(ValueLayout.JAVA_LONG, 3)));
  }

  private static Object layouts(Arena arena) {
    MemoryLayout page = MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_BYTE);
    List<Long> offsets = new ArrayList<>();
    for (long alignment : new long[] {1, 2, 8, 32, 256, 4_096}) {
      MemoryLayout aligned = page.withByteAlignment(alignment);
      offsets.add(arena.allocate(aligned).address() % alignment);
    }
    return offsets;
  }

  private static Object arrays(Arena arena) {
    ValueLayout.OfByte aligned = ValueLayout.JAVA_BYTE.withByteAlignment(64);
    MemorySegment one = arena.allocateFrom(aligned, (byte) 1);
    return Outcome.of(
        one.address() % 64,
        SegmentContents.all(one),
        Refusal.of(() -> arena.allocateFrom(aligned, (byte) 1, (byte) 2)));
  }

  private static Object sizes(Arena arena) {
    List<Long> sizes = new ArrayList<>();
    for (long alignment = 1; alignment <= 4_096; alignment *= 2) {
      sizes.add(arena.allocate(alignment + 3, alignment).byteSize());
    }
    return sizes;
  }

  private static Object neighbours(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      MemorySegment segment = arena.allocate(1 + i * 13 % 300, 1L << (i % 13));
      segments.add(SegmentContents.write(segment, i));
    }
    return SegmentContents.damaged(segments);
  }

  private static Object refused(Arena arena) {
    List<String> texts = new ArrayList<>();
    for (long alignment : new long[] {0, -1, 3, 12, 100, -8, Long.MIN_VALUE, Long.MAX_VALUE}) {
      texts.add(Refusal.of(() -> arena.allocate(10, alignment).byteSize()));
    }
    texts.add(Refusal.of(() -> arena.allocate(0, 3)));
    texts.add(Refusal.of(() -> arena.allocate(-1, 3)));
    return texts;
  }

  private static Object afterRefusal(Arena arena) {
    MemorySegment before = SegmentContents.write(arena.allocate(50), 1);
    String refused = Refusal.of(() -> arena.allocate(10, 24));
    MemorySegment after = SegmentContents.write(arena.allocate(50), 2);
    return Outcome.of(refused, SegmentContents.damage(before, 1), SegmentContents.damage(after, 2));
  }

  private static Object noSize(Arena arena) {
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      MemorySegment empty = arena.allocate(0);
      addresses.add(empty.address());
      addresses.add(arena.allocate(0, 1).address());
    }
    return Outcome.of(addresses.size(), addresses.contains(0L), arena.allocate(0).byteSize());
  }

  private static Object noSizeAligned(Arena arena) {
    List<Object> found = new ArrayList<>();
    Set<Long> addresses = new HashSet<>();
    for (long alignment = 1; alignment <= 65_536; alignment *= 4) {
      MemorySegment empty = arena.allocate(0, alignment);
      found.add(empty.address() % alignment);
      addresses.add(empty.address());
    }
    return Outcome.of(found, addresses.size());
  }

  private static Object noSizeViews(Arena arena) {
    MemorySegment empty = arena.allocate(0);
    return Outcome.of(
        empty.asByteBuffer(),
        empty.asSlice(0, 0).address() == empty.address(),
        empty.fill((byte) 1).equals(empty),
        empty.toArray(ValueLayout.JAVA_LONG).length,
        Refusal.of(() -> empty.get(ValueLayout.JAVA_BYTE, 0)),
        Refusal.of(() -> empty.asSlice(1)),
        empty.isNative(),
        empty.scope().equals(arena.scope()));
  }

  private static Object noSizeLayouts(Arena arena) {
    MemoryLayout none = MemoryLayout.sequenceLayout(0, ValueLayout.JAVA_LONG);
    MemorySegment one = arena.allocate(none);
    MemorySegment two = arena.allocate(ValueLayout.JAVA_LONG, 0);
    return Outcome.of(
        one.byteSize(),
        two.byteSize(),
        one.address() != two.address(),
        one.address() != 0,
        arena.allocate(MemoryLayout.structLayout()).byteSize());
  }
}
