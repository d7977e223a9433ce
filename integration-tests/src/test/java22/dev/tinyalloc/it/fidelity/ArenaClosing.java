package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a close ends, and what it refuses. */
final class ArenaClosing {

  private ArenaClosing() {}

  static void addTo(Checks checks) {
    checks
        .add("close", () -> Kind.each(arena -> Outcome.of(close(arena), arena.scope().isAlive())))
        .add("close twice", () -> Kind.each(arena -> Outcome.of(close(arena), close(arena))))
        .add("close without segments", () -> Kind.each(Kind.CLOSEABLE, ArenaClosing::close))
        .add("close with segments", () -> Kind.each(ArenaClosing::closeUsed))
        .add("after a refused close", () -> Kind.each(ArenaClosing::afterRefusal))
        .add("where a close is refused", () -> Kind.each(ArenaClosing::origin))
        .add("access", () -> closed((arena, segment) -> segment.get(JAVA_BYTE, 0)))
        .add("write", () -> closed((arena, segment) -> write(segment)))
        .add("fill", () -> closed((arena, segment) -> segment.fill((byte) 1)))
        .add("copy", () -> closed((arena, segment) -> segment.copyFrom(segment)))
        .add("copy to an array", () -> closed((arena, segment) -> toArray(segment)))
        .add("mismatch", () -> closed((arena, segment) -> segment.mismatch(heap())))
        .add("mismatch with itself", () -> closed((arena, segment) -> segment.mismatch(segment)))
        .add("string", () -> closed((arena, segment) -> segment.getString(0)))
        .add("set string", () -> closed((arena, segment) -> writeText(segment)))
        .add("slice", () -> closed((arena, segment) -> segment.asSlice(1)))
        .add("slice made before", ArenaClosing::earlierSlice)
        .add("read-only", () -> closed((arena, segment) -> segment.asReadOnly()))
        .add("buffer", () -> closed((arena, segment) -> segment.asByteBuffer()))
        .add("buffer made before", ArenaClosing::earlierBuffer)
        .add("elements", () -> closed((arena, segment) -> segment.elements(JAVA_INT).count()))
        .add("reinterpret", () -> closed(ArenaClosing::reinterpret))
        .add("allocate", () -> closed((arena, segment) -> arena.allocate(1)))
        .add("allocate nothing", () -> closed((arena, segment) -> arena.allocate(0)))
        .add("allocate often", () -> Kind.each(Kind.CLOSEABLE, ArenaClosing::allocateOften))
        .add("allocator", () -> closed(ArenaClosing::allocator))
        .add("properties", ArenaClosing::properties)
        .add("alive again never", ArenaClosing::notAgain)
        .add("in order of opening", () -> ordered(false))
        .add("in order of closing", () -> ordered(true))
        .add("mixed order", ArenaClosing::mixed)
        .add("nested", ArenaClosing::nested)
        .add("by exception", ArenaClosing::byException)
        .add("others live on", ArenaClosing::othersLive)
        .add("as AutoCloseable", ArenaClosing::asAutoCloseable)
        .add("interrupted", () -> Kind.each(Kind.CLOSEABLE, ArenaClosing::interrupted));
  }

  /** What a check does with a segment whose arena was closed. */
  @FunctionalInterface
  private interface Use {
    Object of(Arena arena, MemorySegment segment) throws Throwable;
  }

  private static String close(Arena arena) {
    return Refusal.ofRunning(arena::close);
  }

  private static String closed(Use use) throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          MemorySegment segment = arena.allocate(100);
          arena.close();
          return Outcome.of(
              Refusal.of(() -> use.of(arena, segment)),
              Refusal.elsewhere(() -> use.of(arena, segment)));
        });
  }

  private static Object write(MemorySegment segment) {
    segment.setAtIndex(JAVA_INT, 0, 1);
    return "written";
  }

  private static Object writeText(MemorySegment segment) {
    segment.setString(0, "a");
    return "written";
  }

  private static MemorySegment heap() {
    return MemorySegment.ofArray(new byte[100]);
  }

  private static Object toArray(MemorySegment segment) {
    byte[] bytes = new byte[20];
    MemorySegment.copy(segment, JAVA_BYTE, 0, bytes, 0, 20);
    return bytes;
  }

  private static Object closeUsed(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int size = 0; size < 200_000; size = 3 * size + 1) {
      segments.add(arena.allocate(size));
    }
    String closed = close(arena);
    return Outcome.of(closed, segments.stream().filter(s -> s.scope().isAlive()).count());
  }

  private static Object afterRefusal(Arena arena) {
    String first = close(arena);
    String allocated = Refusal.of(() -> arena.allocate(10).byteSize());
    return Outcome.of(first, allocated, close(arena));
  }

  private static Object origin(Arena arena) {
    close(arena);
    Check again =
        () -> {
          arena.close();
          return "closed again";
        };
    return Outcome.origin(again, 3);
  }

  private static String earlierSlice() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          MemorySegment slice = arena.allocate(100).asSlice(20, 30).asReadOnly();
          arena.close();
          return Outcome.of(Refusal.of(() -> slice.get(JAVA_BYTE, 0)), slice.byteSize());
        });
  }

  private static String earlierBuffer() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          var buffer = arena.allocate(100).asByteBuffer();
          arena.close();
          return Outcome.of(
              Refusal.of(() -> buffer.get(0)),
              Refusal.of(() -> buffer.putInt(7)),
              Refusal.of(() -> buffer.put(new byte[10])),
              Refusal.of(() -> buffer.slice(0, 10)),
              Refusal.of(() -> MemorySegment.ofBuffer(buffer)),
              buffer);
        });
  }

  @SuppressWarnings("restricted")
  private static Object reinterpret(Arena arena, MemorySegment segment) {
    return Outcome.of(
        Refusal.of(() -> segment.reinterpret(10)),
        Refusal.of(() -> MemorySegment.ofAddress(16).reinterpret(10, arena, null)),
        Refusal.of(() -> MemorySegment.ofAddress(16).reinterpret(arena, gone -> {})));
  }

  private static Object allocateOften(Arena arena) {
    arena.allocate(10);
    arena.close();
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      try {
        arena.allocate(i);
      } catch (IllegalStateException expected) {
        refused++;
      }
    }
    return refused;
  }

  private static Object allocator(Arena arena, MemorySegment segment) {
    return SegmentAllocator.slicingAllocator(segment).allocateFrom(JAVA_INT, 1);
  }

  private static String properties() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          MemorySegment segment = arena.allocate(100);
          long address = segment.address();
          arena.close();
          return Outcome.of(
              segment.address() == address,
              segment.byteSize(),
              segment.isNative(),
              segment.isMapped(),
              segment.scope() == arena.scope(),
              segment.isAccessibleBy(Thread.currentThread()),
              Refusal.withoutAddresses(segment.toString()),
              segment.heapBase());
        });
  }

  private static String notAgain() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          MemorySegment old = arena.allocate(100);
          arena.close();
          // Whoever has the memory now has another scope.
          try (Arena next = Arena.ofConfined()) {
            MemorySegment segment = next.allocate(100);
            return Outcome.of(old.scope().isAlive(), segment.scope().isAlive());
          }
        });
  }

  private static String ordered(boolean reversed) throws Throwable {
    List<Arena> arenas = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      arenas.add(Kind.CLOSEABLE.get(i % 2).open());
      segments.add(SegmentContents.write(arenas.get(i).allocate(10 + 100 * i), i));
    }
    String whole = SegmentContents.damaged(segments);
    if (reversed) {
      Collections.reverse(arenas);
    }
    arenas.forEach(Arena::close);
    return Outcome.of(whole, segments.stream().filter(s -> s.scope().isAlive()).count());
  }

  private static String mixed() {
    List<Arena> arenas = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    int damaged = 0;
    for (int i = 0; i < 400; i++) {
      arenas.add(Arena.ofConfined());
      segments.add(SegmentContents.write(arenas.get(arenas.size() - 1).allocate(1 + i % 300), i));
      if (i % 3 == 2) {
        int chosen = i * 7 % arenas.size();
        int seed = (int) segments.get(chosen).byteSize() - 1;
        MemorySegment segment = segments.remove(chosen);
        damaged += damagedUnlessSeed(segment, seed) ? 1 : 0;
        arenas.remove(chosen).close();
      }
    }
    arenas.forEach(Arena::close);
    return Outcome.of(damaged, arenas.size());
  }

  /** The seed is known up to multiples of 300. */
  private static boolean damagedUnlessSeed(MemorySegment segment, int seed) {
    return SegmentContents.damage(segment, seed) >= 0
        && SegmentContents.damage(segment, seed + 300) >= 0;
  }

  private static String nested() {
    try (Arena outer = Arena.ofConfined()) {
      MemorySegment first = SegmentContents.write(outer.allocate(100), 1);
      MemorySegment lost;
      try (Arena inner = Arena.ofConfined()) {
        lost = inner.allocate(100).fill((byte) 9);
        SegmentContents.write(outer.allocate(100), 2);
      }
      MemorySegment last = SegmentContents.write(outer.allocate(100), 3);
      return Outcome.of(
          SegmentContents.damage(first, 1),
          SegmentContents.damage(last, 3),
          Refusal.of(() -> lost.get(JAVA_BYTE, 0)));
    }
  }

  private static String byException() {
    List<MemorySegment> seen = new ArrayList<>();
    String thrown =
        Refusal.of(
            () -> {
              try (Arena arena = Arena.ofConfined()) {
                seen.add(arena.allocate(10));
                return seen.get(0).get(JAVA_BYTE, 10);
              }
            });
    return Outcome.of(thrown, seen.get(0).scope().isAlive());
  }

  private static String othersLive() throws Throwable {
    return Kind.each(
        arena -> {
          MemorySegment segment = SegmentContents.write(arena.allocate(2_000), 4);
          for (int i = 0; i < 100; i++) {
            ArenaDirt.spread(2_000, 2);
          }
          return SegmentContents.damage(segment, 4);
        });
  }

  private static String asAutoCloseable() throws Exception {
    List<String> found = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      AutoCloseable closeable = kind.open();
      found.add(
          Refusal.of(
              () -> {
                closeable.close();
                return "closed";
              }));
    }
    return found.toString();
  }

  private static Object interrupted(Arena arena) {
    Thread.currentThread().interrupt();
    MemorySegment segment = arena.allocate(100);
    String closed = close(arena);
    return Outcome.of(segment.byteSize(), closed, Thread.interrupted());
  }
}
