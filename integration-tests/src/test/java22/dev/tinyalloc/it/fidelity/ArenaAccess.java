package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;

/** Reading and writing of segments. */
final class ArenaAccess {

  private ArenaAccess() {}

  static void addTo(Checks checks) {
    checks
        .add("primitives", () -> Kind.each(ArenaAccess::primitives))
        .add("by index", () -> Kind.each(ArenaAccess::byIndex))
        .add("out of bounds", () -> Kind.each(ArenaAccess::outOfBounds))
        .add("misaligned", () -> Kind.each(ArenaAccess::misaligned))
        .add("addresses", () -> Kind.each(ArenaAccess::addresses))
        .add("strings", () -> Kind.each(ArenaAccess::strings))
        .add("strings without an end", () -> Kind.each(ArenaAccess::endless))
        .add("fill", () -> Kind.each(ArenaAccess::fill))
        .add("copies", () -> Kind.each(ArenaAccess::copies))
        .add("copies out of bounds", () -> Kind.each(ArenaAccess::wrongCopies))
        .add("copy to itself", () -> Kind.each(ArenaAccess::overlapping))
        .add("copies between arenas", () -> Kind.each(ArenaAccess::between))
        .add("copy into another order", () -> Kind.each(ArenaAccess::swapped))
        .add("mismatch", () -> Kind.each(ArenaAccess::mismatch))
        .add("large mismatch", () -> Kind.each(Kind.FREED, ArenaAccess::largeMismatch))
        .add("overlap of slices", () -> Kind.each(ArenaAccess::overlap))
        .add("segments never overlap", () -> Kind.each(ArenaAccess::neverOverlap))
        .add("slices", () -> Kind.each(ArenaAccess::slices))
        .add("slices out of bounds", () -> Kind.each(ArenaAccess::wrongSlices))
        .add("read-only", () -> Kind.each(ArenaAccess::readOnly))
        .add("elements", () -> Kind.each(ArenaAccess::elements))
        .add("spliterator", () -> Kind.each(ArenaAccess::spliterator))
        .add("arrays", () -> Kind.each(ArenaAccess::arrays))
        .add("plain, volatile", () -> Kind.each(ArenaAccess::modes))
        .add("compare and set", () -> Kind.each(ArenaAccess::compareAndSet));
  }

  private static Object primitives(Arena arena) {
    MemorySegment segment = arena.allocate(64);
    segment.set(JAVA_BYTE, 1, (byte) -3);
    segment.set(JAVA_SHORT, 2, (short) 0x0102);
    segment.set(JAVA_CHAR, 4, 'x');
    segment.set(JAVA_INT, 8, 0x03040506);
    segment.set(JAVA_LONG, 16, -2L);
    segment.set(JAVA_FLOAT, 24, 1.5f);
    segment.set(JAVA_DOUBLE, 32, -2.5);
    segment.set(ValueLayout.JAVA_BOOLEAN, 40, true);
    segment.set(JAVA_LONG_UNALIGNED, 45, 0x0102030405060708L);
    return Outcome.of(
        SegmentContents.all(segment), segment.get(JAVA_INT, 8), segment.get(JAVA_DOUBLE, 32));
  }

  private static Object byIndex(Arena arena) {
    MemorySegment segment = arena.allocate(JAVA_INT, 10);
    for (int i = 0; i < 10; i++) {
      segment.setAtIndex(JAVA_INT, i, i * i);
    }
    return Outcome.of(
        segment.getAtIndex(JAVA_INT, 9), Refusal.of(() -> segment.getAtIndex(JAVA_INT, 10)));
  }

  private static Object outOfBounds(Arena arena) {
    MemorySegment segment = arena.allocate(10);
    arena.allocate(10);
    return Outcome.of(
        Refusal.of(() -> segment.get(JAVA_BYTE, 10)),
        Refusal.of(() -> segment.get(JAVA_BYTE, -1)),
        Refusal.of(() -> segment.get(JAVA_LONG, 8)),
        Refusal.of(() -> segment.get(JAVA_BYTE, Long.MAX_VALUE)),
        Refusal.of(() -> segment.get(JAVA_LONG_UNALIGNED, 3)));
  }

  private static Object misaligned(Arena arena) {
    MemorySegment segment = arena.allocate(32);
    return Outcome.of(
        Refusal.of(() -> segment.get(JAVA_LONG, 1)),
        Refusal.of(() -> segment.get(JAVA_INT, 2)),
        Refusal.of(() -> segment.asSlice(1).get(JAVA_SHORT, 0)),
        Refusal.of(() -> segment.get(JAVA_INT, 4)));
  }

  private static Object addresses(Arena arena) {
    MemorySegment segment = arena.allocate(ADDRESS, 3);
    MemorySegment target = arena.allocate(10);
    segment.setAtIndex(ADDRESS, 1, target);
    MemorySegment read = segment.getAtIndex(ADDRESS, 1);
    return Outcome.of(
        read.address() == target.address(),
        read.byteSize(),
        segment.getAtIndex(ADDRESS, 0).equals(MemorySegment.NULL),
        Refusal.of(() -> read.get(JAVA_BYTE, 0)));
  }

  private static Object strings(Arena arena) {
    MemorySegment segment = arena.allocate(100).fill(Dirt.BYTE);
    segment.setString(3, "caf\u00e9");
    segment.setString(20, "caf\u00e9", UTF_16LE);
    return Outcome.of(
        segment.getString(3),
        segment.getString(3, UTF_8).length(),
        segment.getString(20, UTF_16LE),
        SegmentContents.all(segment));
  }

  private static Object endless(Arena arena) {
    MemorySegment segment = arena.allocate(10).fill((byte) 'x');
    return Outcome.of(
        Refusal.of(() -> segment.getString(0)),
        Refusal.of(() -> segment.getString(10)),
        Refusal.of(() -> segment.getString(0, UTF_16LE)),
        Refusal.ofRunning(() -> segment.setString(5, "too long")),
        Refusal.ofRunning(() -> segment.setString(-1, "a")));
  }

  private static Object fill(Arena arena) {
    List<Object> found = new ArrayList<>();
    for (int size : new int[] {0, 1, 7, 8, 63, 64, 100}) {
      MemorySegment segment = arena.allocate(size).fill((byte) 0x33);
      found.add(segment.byteSize() + " " + Outcome.text(SegmentContents.all(segment)).length());
      found.add(segment.elements(JAVA_BYTE).allMatch(b -> b.get(JAVA_BYTE, 0) == 0x33));
    }
    return found;
  }

  private static Object copies(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(1_000), 1);
    MemorySegment other = arena.allocate(1_000).copyFrom(segment);
    MemorySegment part = arena.allocate(100);
    MemorySegment.copy(segment, 500, part, 0, 100);
    int[] ints = new int[10];
    MemorySegment.copy(segment, JAVA_INT, 40, ints, 2, 8);
    MemorySegment.copy(ints, 0, part, JAVA_INT, 0, 5);
    return Outcome.of(
        SegmentContents.damage(other, 1), SegmentContents.all(part), ints[2], ints[9], ints[0]);
  }

  private static Object wrongCopies(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    MemorySegment small = arena.allocate(10);
    return Outcome.of(
        Refusal.of(() -> small.copyFrom(segment)),
        Refusal.ofRunning(() -> MemorySegment.copy(segment, 95, small, 0, 10)),
        Refusal.ofRunning(() -> MemorySegment.copy(segment, 0, small, 5, 6)),
        Refusal.ofRunning(() -> MemorySegment.copy(segment, 0, small, 0, -1)),
        Refusal.ofRunning(() -> MemorySegment.copy(segment, JAVA_INT, 98, new int[4], 0, 1)));
  }

  private static Object overlapping(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(50), 1);
    MemorySegment.copy(segment, 0, segment, 5, 40);
    byte[] forwards = SegmentContents.all(segment);
    MemorySegment.copy(segment, 10, segment, 3, 40);
    return Outcome.of(forwards, SegmentContents.all(segment));
  }

  private static Object between(Arena arena) throws Throwable {
    MemorySegment segment = SegmentContents.write(arena.allocate(5_000), 1);
    return Kind.each(
        Kind.FREED,
        other -> {
          MemorySegment copy = other.allocate(5_000);
          copy.copyFrom(segment);
          segment.copyFrom(copy);
          return Outcome.of(SegmentContents.damage(copy, 1), SegmentContents.damage(segment, 1));
        });
  }

  private static Object swapped(Arena arena) {
    MemorySegment segment = arena.allocateFrom(JAVA_INT, 1, 2, 3);
    MemorySegment other = arena.allocate(JAVA_INT, 3);
    ValueLayout big = JAVA_INT.withOrder(java.nio.ByteOrder.BIG_ENDIAN);
    MemorySegment.copy(segment, JAVA_INT, 0, other, big, 0, 3);
    return SegmentContents.all(other);
  }

  private static Object mismatch(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(300), 1);
    MemorySegment other = SegmentContents.write(arena.allocate(300), 1);
    List<Long> found = new ArrayList<>();
    found.add(segment.mismatch(other));
    for (int i : new int[] {299, 150, 8, 1, 0}) {
      other.set(JAVA_BYTE, i, (byte) 99);
      found.add(segment.mismatch(other));
    }
    found.add(segment.mismatch(segment.asSlice(0, 100)));
    return found;
  }

  private static Object largeMismatch(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(1_000_000), 1);
    MemorySegment other = arena.allocate(1_000_000).copyFrom(segment);
    other.set(JAVA_BYTE, 777_777, (byte) ~other.get(JAVA_BYTE, 777_777));
    return segment.mismatch(other);
  }

  private static Object overlap(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    return Outcome.of(
        segment.asSlice(10, 50).asOverlappingSlice(segment.asSlice(40, 60)).get().byteSize(),
        segment.asSlice(0, 10).asOverlappingSlice(segment.asSlice(10)).isPresent(),
        segment.asSlice(30).address() - segment.address(),
        segment.asOverlappingSlice(arena.allocate(10)).isPresent());
  }

  private static Object neverOverlap(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      segments.add(arena.allocate(1 + i % 20));
    }
    int overlapping = 0;
    for (MemorySegment one : segments) {
      for (MemorySegment two : segments) {
        overlapping += one.asOverlappingSlice(two).isPresent() ? 1 : 0;
      }
    }
    return overlapping;
  }

  private static Object slices(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    MemorySegment slice = segment.asSlice(10, 20);
    slice.set(JAVA_BYTE, 0, (byte) 77);
    return Outcome.of(
        segment.get(JAVA_BYTE, 10),
        slice.byteSize(),
        slice.address() - segment.address(),
        segment.asSlice(16, 16, 16).byteSize(),
        segment.asSlice(100).byteSize());
  }

  private static Object wrongSlices(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    return Outcome.of(
        Refusal.of(() -> segment.asSlice(101)),
        Refusal.of(() -> segment.asSlice(-1)),
        Refusal.of(() -> segment.asSlice(50, 51)),
        Refusal.of(() -> segment.asSlice(0, -1)),
        Refusal.of(() -> segment.asSlice(1, 8, 8)),
        Refusal.of(() -> segment.asSlice(0, 8, 3)));
  }

  private static Object readOnly(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1).asReadOnly();
    return Outcome.of(
        SegmentContents.damage(segment, 1),
        Refusal.ofRunning(() -> segment.set(JAVA_BYTE, 0, (byte) 1)),
        Refusal.of(() -> segment.fill((byte) 1)),
        Refusal.of(() -> segment.asByteBuffer().put((byte) 1)),
        Refusal.ofRunning(() -> segment.setString(0, "a")));
  }

  private static Object elements(Arena arena) {
    MemorySegment segment = arena.allocateFrom(JAVA_INT, 1, 2, 3, 4);
    return Outcome.of(
        segment.elements(JAVA_INT).mapToInt(one -> one.get(JAVA_INT, 0)).sum(),
        segment.elements(JAVA_LONG).count(),
        Refusal.of(() -> segment.asSlice(0, 10).elements(JAVA_INT)),
        Refusal.of(() -> segment.asSlice(4, 8).elements(JAVA_LONG).count()));
  }

  private static Object spliterator(Arena arena) {
    MemorySegment segment = arena.allocate(JAVA_INT, 100);
    Spliterator<MemorySegment> all = segment.spliterator(JAVA_INT);
    Spliterator<MemorySegment> half = all.trySplit();
    half.forEachRemaining(one -> one.set(JAVA_INT, 0, 1));
    all.forEachRemaining(one -> one.set(JAVA_INT, 0, 2));
    int sum = 0;
    for (int value : segment.toArray(JAVA_INT)) {
      sum += value;
    }
    return Outcome.of(sum, segment.spliterator(JAVA_INT).characteristics());
  }

  private static Object arrays(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(48), 1);
    return Outcome.of(
        segment.toArray(JAVA_LONG)[5],
        segment.toArray(JAVA_SHORT).length,
        segment.toArray(JAVA_CHAR).length,
        segment.toArray(JAVA_DOUBLE).length,
        segment.toArray(JAVA_FLOAT).length,
        Refusal.of(() -> segment.asSlice(0, 7).toArray(JAVA_INT)));
  }

  private static Object modes(Arena arena) {
    VarHandle ints = JAVA_INT.varHandle();
    MemorySegment segment = arena.allocate(JAVA_INT, 4);
    ints.set(segment, 0L, 1);
    ints.setVolatile(segment, 4L, 2);
    ints.setRelease(segment, 8L, 3);
    ints.setOpaque(segment, 12L, 4);
    return Outcome.of(
        (int) ints.getVolatile(segment, 0L),
        (int) ints.getAcquire(segment, 4L),
        (int) ints.getOpaque(segment, 8L),
        (int) ints.get(segment, 12L),
        Refusal.of(() -> (int) ints.getVolatile(segment, 2L)),
        Refusal.of(() -> (int) ints.getVolatile(segment, 16L)));
  }

  private static Object compareAndSet(Arena arena) {
    VarHandle longs = JAVA_LONG.varHandle();
    MemorySegment segment = arena.allocate(24);
    return Outcome.of(
        longs.compareAndSet(segment, 8L, 0L, 5L),
        longs.compareAndSet(segment, 8L, 0L, 6L),
        (long) longs.getAndAdd(segment, 8L, 10L),
        (long) longs.getAndSet(segment, 8L, 1L),
        (long) longs.getAndBitwiseOr(segment, 8L, 6L),
        (long) longs.compareAndExchange(segment, 8L, 7L, -1L),
        SegmentContents.all(segment));
  }
}
