package dev.tinyalloc.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A confined arena is opened, allocates, writes one byte into each segment, and is closed: what a
 * program does around a call of a C function.
 */
public class ArenaBenchmark {

  private static final int SMALL = 64;

  private static void touch(MemorySegment segment) {
    segment.set(JAVA_BYTE, 0, (byte) 1);
  }

  private static void one(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      touch(arena.allocate(bytes));
    }
  }

  /** No segment. Others could see the arena: else the compiler would leave it out. */
  @State(Scope.Thread)
  public static class Nothing extends ArenaArms {

    @Nullable Arena open;

    @Override
    void operation() {
      try (Arena arena = Arena.ofConfined()) {
        open = arena;
      }
    }
  }

  /** 1 × 64 B. */
  public static class OneOf64 extends ArenaArms {
    @Override
    void operation() {
      one(SMALL);
    }
  }

  /** 1 × 1 KiB. */
  public static class OneOf1K extends ArenaArms {
    @Override
    void operation() {
      one(1 << 10);
    }
  }

  /** 1 × 16 KiB. */
  public static class OneOf16K extends ArenaArms {
    @Override
    void operation() {
      one(16 << 10);
    }
  }

  /** 1 × 100 KiB. */
  public static class OneOf100K extends ArenaArms {
    @Override
    void operation() {
      one(100 << 10);
    }
  }

  /** 10 × 64 B from one line. */
  public static class TenFromOneLine extends ArenaArms {
    @Override
    void operation() {
      try (Arena arena = Arena.ofConfined()) {
        for (int i = 0; i < 10; i++) {
          touch(arena.allocate(SMALL));
        }
      }
    }
  }

  /** 10 × 64 B, each from a line of its own. */
  public static class TenFromTenLines extends ArenaArms {
    @Override
    void operation() {
      try (Arena arena = Arena.ofConfined()) {
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
        touch(arena.allocate(SMALL));
      }
    }
  }

  /** A string, a structure and an out-parameter: the arguments of many a C function. */
  public static class Mixed extends ArenaArms {

    private static final MemoryLayout STRUCT =
        MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);

    @Override
    void operation() {
      try (Arena arena = Arena.ofConfined()) {
        touch(arena.allocateFrom("/var/lib/tinyalloc"));
        touch(arena.allocate(STRUCT));
        touch(arena.allocateFrom(JAVA_INT, 42));
      }
    }
  }
}
