package dev.tinyalloc.it.programs;

import java.lang.foreign.Arena;

/** Allocates segments of many sizes in arenas of all kinds; the same in every run. */
public final class ArenaSizes {

  private static final int ARENAS = 300;

  private static final long SMALL = 3_000;

  /** Above 128 KiB, where the tiers end. */
  private static final long LARGE = 300_000;

  private ArenaSizes() {}

  /** Runs without arguments. */
  public static void main(String[] arguments) {
    for (int i = 0; i < ARENAS; i++) {
      try (Arena arena = Arena.ofConfined()) {
        small(arena, i);
        other(arena, i);
      }
      try (Arena arena = Arena.ofShared()) {
        small(arena, i);
        large(arena, i);
      }
      small(Arena.ofAuto(), i);
      other(Arena.ofAuto(), i);
    }
    System.out.println("done");
  }

  private static void small(Arena arena, int seed) {
    for (int i = 0; i < 20; i++) {
      arena.allocate(seed * 31L % 200 + i);
    }
  }

  private static void other(Arena arena, int seed) {
    for (int i = 0; i < 5; i++) {
      arena.allocate(1 + (seed * 997L + i * 131L) % SMALL);
    }
    arena.allocate(10_000L + 100L * seed);
  }

  private static void large(Arena arena, int seed) {
    arena.allocate(LARGE + seed);
  }
}
