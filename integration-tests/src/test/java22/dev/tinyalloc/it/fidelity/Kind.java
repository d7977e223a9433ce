package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The arenas that the JDK makes. */
enum Kind {
  CONFINED,
  SHARED,
  AUTO,
  GLOBAL;

  /** Those with an owner who says when their memory goes. */
  static final List<Kind> CLOSEABLE = List.of(CONFINED, SHARED);

  /** Those that are not for ever. */
  static final List<Kind> FREED = List.of(CONFINED, SHARED, AUTO);

  /** What a check does with an arena. */
  @FunctionalInterface
  interface Use {
    Object of(Arena arena) throws Throwable;
  }

  Arena open() {
    return switch (this) {
      case CONFINED -> Arena.ofConfined();
      case SHARED -> Arena.ofShared();
      case AUTO -> Arena.ofAuto();
      case GLOBAL -> Arena.global();
    };
  }

  /** What {@code use} finds in an arena of each kind. */
  static String each(Use use) throws Throwable {
    return each(List.of(values()), use);
  }

  /** What {@code use} finds in an arena of each of these kinds; closed by itself or afterwards. */
  static String each(List<Kind> kinds, Use use) throws Throwable {
    List<String> findings = new ArrayList<>();
    for (Kind kind : kinds) {
      Arena arena = kind.open();
      try {
        findings.add(kind + ": " + Outcome.text(use.of(arena)));
      } finally {
        if (CLOSEABLE.contains(kind) && arena.scope().isAlive()) {
          arena.close();
        }
      }
    }
    return String.join("; ", findings);
  }
}
