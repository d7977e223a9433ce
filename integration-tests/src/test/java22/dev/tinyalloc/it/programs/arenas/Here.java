package dev.tinyalloc.it.programs.arenas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Says which lines open arenas and allocate, and keeps what came of it. */
final class Here {

  static final int SIZE = 64;

  private static final List<Arena> ARENAS = new ArrayList<>();
  private static final List<MemorySegment> SEGMENTS = new ArrayList<>();

  private Here() {}

  /** The line that calls this. */
  static StackTraceElement here() {
    return new Throwable().getStackTrace()[1];
  }

  /** A segment that {@code place} got by {@code allocate}. */
  static MemorySegment allocated(String kind, StackTraceElement place, MemorySegment segment) {
    return made(kind + "\tArena.allocate", place, segment);
  }

  /** A segment that {@code place} got by {@code allocateFrom}. */
  static MemorySegment allocatedFrom(String kind, StackTraceElement place, MemorySegment segment) {
    return made(kind + "\tArena.allocateFrom", place, segment);
  }

  private static MemorySegment made(String what, StackTraceElement at, MemorySegment segment) {
    SEGMENTS.add(segment);
    System.out.println("caller\t" + what + "\t" + text(at));
    return segment;
  }

  /** An arena that {@code place} opened; {@code kind} is the report's word for such arenas. */
  static Arena opened(String kind, StackTraceElement place, Arena arena) {
    ARENAS.add(arena);
    int closed = kind.equals("auto") ? 0 : 1;
    System.out.println("opening\t" + kind + "\t" + text(place) + "\t1\t" + closed + "\t0");
    return arena;
  }

  private static String text(StackTraceElement at) {
    return at.getClassName() + "\t" + at.getMethodName() + "\t" + at.getLineNumber();
  }

  /** Closes what can be closed; the rest stays reachable. */
  static void closeAll() {
    for (MemorySegment segment : SEGMENTS) {
      segment.fill((byte) 1);
    }
    for (Arena arena : ARENAS) {
      try {
        arena.close();
      } catch (UnsupportedOperationException automatic) {
        // Stays open, and reachable from here.
      }
    }
  }
}
