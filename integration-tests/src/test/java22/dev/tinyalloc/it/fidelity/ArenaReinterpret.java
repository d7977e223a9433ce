package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code MemorySegment.reinterpret}: other sizes, other arenas. */
@SuppressWarnings("restricted")
final class ArenaReinterpret {

  private ArenaReinterpret() {}

  static void addTo(Checks checks) {
    checks
        .add("smaller", () -> Kind.each(ArenaReinterpret::smaller))
        .add("larger", () -> Kind.each(ArenaReinterpret::larger))
        .add("negative", () -> Kind.each(ArenaReinterpret::negative))
        .add("read-only", () -> Kind.each(ArenaReinterpret::readOnly))
        .add("into another arena", () -> Kind.each(Kind.CLOSEABLE, ArenaReinterpret::into))
        .add("of the bare address", () -> Kind.each(ArenaReinterpret::bare))
        .add("nulls", () -> Kind.each(ArenaReinterpret::nulls));
  }

  private static Object smaller(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    MemorySegment other = segment.reinterpret(40);
    return Outcome.of(
        other.byteSize(),
        other.address() == segment.address(),
        SegmentContents.all(other),
        Refusal.of(() -> other.get(JAVA_BYTE, 40)));
  }

  private static Object larger(Arena arena) {
    MemorySegment large = arena.allocate(1_000);
    MemorySegment other = large.asSlice(0, 10).reinterpret(1_000).fill((byte) 3);
    return Outcome.of(other.equals(large), large.get(JAVA_BYTE, 999));
  }

  private static Object negative(Arena arena) {
    MemorySegment segment = arena.allocate(10);
    return Outcome.of(
        Refusal.of(() -> segment.reinterpret(-1)),
        Refusal.of(() -> segment.reinterpret(Long.MAX_VALUE).byteSize()),
        Refusal.of(() -> segment.reinterpret(-5, arena, null)));
  }

  private static Object readOnly(Arena arena) {
    MemorySegment segment = arena.allocate(10).asReadOnly().reinterpret(5);
    return Outcome.of(segment.isReadOnly(), Refusal.of(() -> segment.fill((byte) 1)));
  }

  private static Object into(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    MemorySegment other;
    String inside;
    try (Arena inner = Arena.ofConfined()) {
      other = segment.reinterpret(inner, null);
      inside = Outcome.of(SegmentContents.damage(other, 1), other.scope() == inner.scope());
    }
    return Outcome.of(
        inside, Refusal.of(() -> other.get(JAVA_BYTE, 0)), SegmentContents.damage(segment, 1));
  }

  private static Object bare(Arena arena) {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
    MemorySegment bare = MemorySegment.ofAddress(segment.address()).reinterpret(100);
    long damage = SegmentContents.damage(bare, 1);
    bare.set(JAVA_INT, 4, 77);
    return Outcome.of(damage, segment.get(JAVA_INT, 4), bare.scope().isAlive());
  }

  private static Object nulls(Arena arena) {
    MemorySegment segment = arena.allocate(10);
    return Outcome.of(
        Refusal.of(() -> segment.reinterpret((Arena) null, gone -> {})),
        Refusal.of(() -> segment.reinterpret(arena, null).byteSize()),
        Refusal.of(() -> MemorySegment.ofArray(new byte[4]).reinterpret(2)));
  }
}
