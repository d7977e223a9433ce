package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What no arena serves. No size between the memory of a large machine and the end of its address
 * space is asked for: whether that is refused depends on the machine.
 */
final class ArenaRefusals {

  private static final List<Kind> NOT_COUNTED = List.of(Kind.CONFINED, Kind.SHARED, Kind.GLOBAL);

  private ArenaRefusals() {}

  static void addTo(Checks checks) {
    checks
        .add("negative sizes", () -> Kind.each(ArenaRefusals::negative))
        .add("negative counts", () -> Kind.each(ArenaRefusals::negativeCounts))
        .add("counts that overflow", () -> Kind.each(ArenaRefusals::overflowing))
        .add("2^47 and more", () -> Kind.each(NOT_COUNTED, ArenaRefusals::huge))
        .add("the largest numbers", () -> Kind.each(NOT_COUNTED, ArenaRefusals::largest))
        .add("huge and aligned", () -> Kind.each(NOT_COUNTED, ArenaRefusals::hugeAligned))
        .add("huge, automatic", () -> Kind.each(List.of(Kind.AUTO), ArenaRefusals::hugeAuto))
        .add("huge layouts", () -> Kind.each(NOT_COUNTED, ArenaRefusals::hugeLayouts))
        .add("where it is refused", () -> Kind.each(NOT_COUNTED, ArenaRefusals::origin))
        .add("going on after it", () -> Kind.each(Kind.FREED, ArenaRefusals::goingOn))
        .add("refused again and again", () -> Kind.each(Kind.CLOSEABLE, ArenaRefusals::often))
        .add("null layouts", () -> Kind.each(ArenaRefusals::nulls))
        .add("causes and suppressed", () -> Kind.each(NOT_COUNTED, ArenaRefusals::plain))
        .add("closed, and wrong besides", ArenaRefusals::closed);
  }

  private static Object negative(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate(-1)),
        Refusal.of(() -> arena.allocate(-1, 1)),
        Refusal.of(() -> arena.allocate(-8, 8)),
        Refusal.of(() -> arena.allocate(Long.MIN_VALUE)),
        Refusal.of(() -> arena.allocate(Long.MIN_VALUE, 4_096)),
        Refusal.of(() -> arena.allocate(-1, 0)));
  }

  private static Object negativeCounts(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate(JAVA_INT, -1)),
        Refusal.of(() -> arena.allocate(JAVA_LONG, Long.MIN_VALUE)),
        Refusal.of(() -> arena.allocate(MemoryLayout.structLayout(), -1)));
  }

  private static Object overflowing(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate(JAVA_INT, Long.MAX_VALUE)),
        Refusal.of(() -> arena.allocate(JAVA_LONG, 1L << 61)),
        Refusal.of(() -> arena.allocate(JAVA_LONG, (1L << 60) + 1)));
  }

  private static Object huge(Arena arena) {
    List<String> texts = new ArrayList<>();
    for (int power : new int[] {47, 48, 50, 55, 60, 62}) {
      texts.add(Refusal.of(() -> arena.allocate(1L << power)));
    }
    return texts;
  }

  private static Object largest(Arena arena) {
    List<String> texts = new ArrayList<>();
    for (long less : new long[] {0, 1, 6, 7, 8, 15, 16, 4_095, 4_096}) {
      texts.add(Refusal.of(() -> arena.allocate(Long.MAX_VALUE - less)));
    }
    return texts;
  }

  private static Object hugeAligned(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate(Long.MAX_VALUE, 16)),
        Refusal.of(() -> arena.allocate(Long.MAX_VALUE - 100, 4_096)),
        Refusal.of(() -> arena.allocate(1L << 50, 1L << 30)),
        Refusal.of(() -> arena.allocate(1, 1L << 62)),
        Refusal.of(() -> arena.allocate(1L << 62, 1L << 62)));
  }

  /** The limit is the Java heap's: refused before anybody looks for memory. */
  private static Object hugeAuto(Arena arena) {
    return Outcome.of(
        limited(() -> arena.allocate(1L << 50)), limited(() -> arena.allocate(Long.MAX_VALUE)));
  }

  /** What is in use by now depends on the collector. */
  private static String limited(Check action) {
    return Refusal.of(action).replaceAll("allocated: \\d+", "allocated: N");
  }

  private static Object hugeLayouts(Arena arena) {
    MemoryLayout large = MemoryLayout.sequenceLayout(1L << 52, JAVA_LONG);
    return Outcome.of(
        Refusal.of(() -> arena.allocate(large)),
        Refusal.of(() -> arena.allocate(JAVA_BYTE, 1L << 50)),
        Refusal.of(() -> arena.allocate(large, 2)));
  }

  private static Object origin(Arena arena) {
    return Outcome.of(
        Outcome.origin(() -> arena.allocate(-1), 2),
        Outcome.origin(() -> arena.allocate(1, 3), 2),
        Outcome.origin(() -> arena.allocate(1L << 60), 1));
  }

  private static Object goingOn(Arena arena) {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      segments.add(SegmentContents.write(arena.allocate(10 + i), i));
      Refusal.of(() -> arena.allocate(-1));
      Refusal.of(() -> arena.allocate(1, 7));
    }
    return SegmentContents.damaged(segments);
  }

  private static Object often(Arena arena) {
    MemorySegment kept = SegmentContents.write(arena.allocate(1_000), 1);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      try {
        arena.allocate((1L << 50) + i);
      } catch (OutOfMemoryError expected) {
        refused++;
      }
    }
    return Outcome.of(refused, SegmentContents.damage(kept, 1), arena.scope().isAlive());
  }

  private static Object nulls(Arena arena) {
    return Outcome.of(
        Refusal.of(() -> arena.allocate((MemoryLayout) null)),
        Refusal.of(() -> arena.allocate(null, 3)));
  }

  private static Object plain(Arena arena) {
    try {
      return arena.allocate(1L << 60).byteSize();
    } catch (OutOfMemoryError e) {
      return Outcome.of(e.getClass(), e.getCause(), e.getSuppressed().length);
    }
  }

  private static String closed() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          arena.close();
          return Outcome.of(
              Refusal.of(() -> arena.allocate(-1)),
              Refusal.of(() -> arena.allocate(1, 3)),
              Refusal.of(() -> arena.allocate(1L << 60)),
              Refusal.of(() -> arena.allocate(0)),
              Refusal.of(() -> arena.allocate(JAVA_INT, -1)));
        });
  }
}
