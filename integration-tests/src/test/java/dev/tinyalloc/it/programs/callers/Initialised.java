package dev.tinyalloc.it.programs.callers;

import java.nio.ByteBuffer;

/** Allocates while it is initialised. */
final class Initialised {

  private static final StackTraceElement EARLY_AT;
  private static final ByteBuffer EARLY;

  static {
    EARLY_AT = place(Callers.here(), EARLY = ByteBuffer.allocateDirect(Callers.SIZE));
  }

  private final StackTraceElement at;
  private final ByteBuffer made;

  Initialised() {
    at = place(Callers.here(), made = ByteBuffer.allocateDirect(Callers.SIZE));
  }

  void report() {
    Callers.keep("static initialiser", EARLY_AT, EARLY);
    Callers.keep("constructor", at, made);
  }

  private static StackTraceElement place(StackTraceElement at, ByteBuffer made) {
    return made == null ? null : at;
  }
}
