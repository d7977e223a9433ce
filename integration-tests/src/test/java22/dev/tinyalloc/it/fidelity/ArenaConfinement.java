package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Who may use what: threads that own an arena and threads that do not. */
final class ArenaConfinement {

  private ArenaConfinement() {}

  static void addTo(Checks checks) {
    checks
        .add("read", () -> foreign((arena, segment) -> segment.get(JAVA_INT, 0)))
        .add("write", () -> foreign((arena, segment) -> set(segment)))
        .add("fill", () -> foreign((arena, segment) -> segment.fill((byte) 1).byteSize()))
        .add("copy", () -> foreign((arena, segment) -> segment.copyFrom(segment).byteSize()))
        .add("bulk read", () -> foreign((arena, segment) -> segment.toArray(JAVA_BYTE)))
        .add("mismatch", () -> foreign((arena, segment) -> mismatch(segment)))
        .add("string", () -> foreign((arena, segment) -> segment.getString(0)))
        .add("slice", () -> foreign((arena, segment) -> segment.asSlice(4, 4).byteSize()))
        .add("read a slice", () -> foreign((arena, segment) -> segment.asSlice(4).get(JAVA_INT, 0)))
        .add("buffer", () -> foreign((arena, segment) -> segment.asByteBuffer().capacity()))
        .add("read a buffer", () -> foreign((arena, segment) -> segment.asByteBuffer().get(0)))
        .add("properties", () -> foreign(ArenaConfinement::properties))
        .add("liveness", () -> foreign((arena, segment) -> arena.scope().isAlive()))
        .add("allocate", () -> foreign((arena, segment) -> arena.allocate(10).byteSize()))
        .add("allocate nothing", () -> foreign((arena, segment) -> arena.allocate(0).byteSize()))
        .add("allocate too much", () -> foreign(Kind.CLOSEABLE, ArenaConfinement::tooMuch))
        .add("allocate less", () -> foreign((arena, segment) -> arena.allocate(-1)))
        .add("allocate badly", () -> foreign((arena, segment) -> arena.allocate(1, 3)))
        .add("allocate from", () -> foreign((arena, segment) -> arena.allocateFrom("a").byteSize()))
        .add("allocator", () -> foreign(ArenaConfinement::allocator))
        .add("reinterpret", () -> foreign(ArenaConfinement::reinterpret))
        .add("reinterpret with action", () -> foreign(ArenaConfinement::reinterpretWithAction))
        .add("close", ArenaConfinement::close)
        .add("close by a virtual thread", ArenaConfinement::closeVirtually)
        .add("owners", () -> Kind.each(ArenaConfinement::owners))
        .add("owned by a virtual thread", ArenaConfinement::virtualOwner)
        .add("owned by the dead", ArenaConfinement::deadOwner)
        .add("owner goes on", ArenaConfinement::ownerGoesOn)
        .add("shared, handed about", ArenaConfinement::handedAbout);
  }

  /** What a check does on a thread that did not open the arena. */
  @FunctionalInterface
  private interface Use {
    Object of(Arena arena, MemorySegment segment) throws Throwable;
  }

  private static String foreign(Use use) throws Throwable {
    return foreign(List.of(Kind.values()), use);
  }

  private static String foreign(List<Kind> kinds, Use use) throws Throwable {
    return Kind.each(
        kinds,
        arena -> {
          MemorySegment segment = SegmentContents.write(arena.allocate(100), 1);
          segment.set(JAVA_BYTE, 50, (byte) 0);
          return Outcome.of(
              Refusal.elsewhere(() -> use.of(arena, segment)),
              Refusal.virtually(() -> use.of(arena, segment)));
        });
  }

  private static Object set(MemorySegment segment) {
    segment.set(JAVA_INT, 0, 7);
    return "set";
  }

  private static Object mismatch(MemorySegment segment) {
    return segment.mismatch(MemorySegment.ofArray(new byte[100]));
  }

  private static Object properties(Arena arena, MemorySegment segment) {
    return Outcome.of(
        segment.byteSize(),
        segment.address() % 16,
        segment.isNative(),
        segment.isReadOnly(),
        segment.isAccessibleBy(Thread.currentThread()),
        segment.scope() == arena.scope(),
        segment.equals(segment.asSlice(0)),
        segment.hashCode() == segment.asSlice(0).hashCode());
  }

  private static Object tooMuch(Arena arena, MemorySegment segment) {
    return arena.allocate(1L << 60);
  }

  private static Object allocator(Arena arena, MemorySegment segment) {
    return SegmentAllocator.slicingAllocator(segment).allocateFrom(JAVA_INT, 5).byteSize();
  }

  @SuppressWarnings("restricted")
  private static Object reinterpret(Arena arena, MemorySegment segment) {
    MemorySegment other = segment.reinterpret(50);
    return Outcome.of(other.byteSize(), Refusal.of(() -> other.get(JAVA_BYTE, 0)));
  }

  @SuppressWarnings("restricted")
  private static Object reinterpretWithAction(Arena arena, MemorySegment segment) {
    return MemorySegment.ofAddress(16).reinterpret(50, arena, gone -> {}).byteSize();
  }

  private static String close() throws Throwable {
    return Kind.each(
        arena -> {
          MemorySegment segment = arena.allocate(100);
          String closed = Refusal.elsewhere(() -> closed(arena));
          return Outcome.of(
              closed, arena.scope().isAlive(), Refusal.of(() -> segment.fill((byte) 1).byteSize()));
        });
  }

  private static Object closed(Arena arena) {
    arena.close();
    return "closed";
  }

  private static String closeVirtually() throws Throwable {
    return Kind.each(
        arena -> {
          MemorySegment segment = arena.allocate(100);
          String closed = Refusal.virtually(() -> closed(arena));
          return Outcome.of(closed, segment.scope().isAlive());
        });
  }

  private static Object owners(Arena arena) throws InterruptedException {
    MemorySegment segment = arena.allocate(8);
    Thread other = new Thread(() -> {});
    return Outcome.of(
        segment.isAccessibleBy(Thread.currentThread()),
        segment.isAccessibleBy(other),
        segment.asReadOnly().isAccessibleBy(other),
        Refusal.of(() -> segment.isAccessibleBy(null)));
  }

  private static String virtualOwner() throws InterruptedException {
    return Refusal.virtually(
        () -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(100);
            Thread.yield();
            SegmentContents.write(segment, 1);
            Thread.sleep(1);
            String other = Refusal.elsewhere(() -> segment.get(JAVA_BYTE, 0));
            return Outcome.of(other, SegmentContents.damage(segment, 1));
          }
        });
  }

  /** Kept for ever, so that nothing is said about an arena that was lost. */
  private static final AtomicReference<Arena> LEFT = new AtomicReference<>();

  private static String deadOwner() throws InterruptedException {
    AtomicReference<MemorySegment> segment = new AtomicReference<>();
    Threads.run(
        () -> {
          LEFT.set(Arena.ofConfined());
          segment.set(SegmentContents.write(LEFT.get().allocate(3_000), 9));
        });
    ArenaDirt.spread(3_000, 50);
    return Outcome.of(
        segment.get().scope().isAlive(),
        Refusal.of(() -> segment.get().get(JAVA_BYTE, 0)),
        Refusal.of(() -> LEFT.get().allocate(8)),
        Refusal.of(() -> closed(LEFT.get())),
        SegmentContents.damage(unconfined(segment.get()), 9));
  }

  /** The same memory, as who has nothing but the address sees it. */
  @SuppressWarnings("restricted")
  private static MemorySegment unconfined(MemorySegment segment) {
    return MemorySegment.ofAddress(segment.address()).reinterpret(segment.byteSize());
  }

  private static String ownerGoesOn() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          MemorySegment first = SegmentContents.write(arena.allocate(100), 1);
          for (int i = 0; i < 20; i++) {
            Refusal.elsewhere(() -> arena.allocate(-100));
          }
          MemorySegment second = SegmentContents.write(arena.allocate(100), 2);
          return Outcome.of(SegmentContents.damage(first, 1), SegmentContents.damage(second, 2));
        });
  }

  private static String handedAbout() throws Throwable {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(1_000);
      StringBuilder found = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        int seed = i;
        found.append(Refusal.elsewhere(() -> SegmentContents.write(segment, seed).byteSize()));
        found.append(Refusal.virtually(() -> SegmentContents.damage(segment, seed)));
      }
      return found.toString();
    }
  }
}
