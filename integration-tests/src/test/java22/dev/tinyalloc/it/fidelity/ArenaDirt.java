package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;

/** Memory of arenas that was in use: whoever forgets to clear what he serves is found out. */
final class ArenaDirt {

  private static final int[] SIZES = {
    1, 8, 24, 64, 100, 256, 1_000, 1_024, 4_096, 20_000, 65_536, 131_072, 200_000
  };

  private ArenaDirt() {}

  /** Before each check of arenas. */
  static void addTo(Checks checks) {
    checks.before(ArenaDirt::spread);
  }

  /** Fills arenas of many sizes and closes them; so with buffers. */
  static void spread() {
    Dirt.spread();
    for (int size : SIZES) {
      spread(size, 4);
    }
  }

  /** Fills {@code count} segments of {@code size} bytes in an arena of each kind with a close. */
  static void spread(long size, int count) {
    try (Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      for (int i = 0; i < count; i++) {
        confined.allocate(size).fill(Dirt.BYTE);
        shared.allocate(size).fill(Dirt.BYTE);
      }
    }
  }
}
