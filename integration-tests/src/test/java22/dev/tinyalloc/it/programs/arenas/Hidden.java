package dev.tinyalloc.it.programs.arenas;

import java.lang.foreign.Arena;
import java.util.function.Consumer;

/** Is defined as a hidden class, which no transformer sees. */
public final class Hidden implements Consumer<Object> {

  private static final int LINE = 14;

  @Override
  @SuppressWarnings("MustBeClosed")
  public void accept(Object arena) {
    Here.allocated("hidden class", place(LINE), ((Arena) arena).allocate(Here.SIZE));
    Here.opened("confined", place(LINE + 1), Arena.ofConfined());
  }

  /** The VM leaves hidden frames out of stack traces. */
  private static StackTraceElement place(int line) {
    String name = "dev.tinyalloc.it.programs.arenas.Hidden";
    return new StackTraceElement(name, "accept", null, line);
  }
}
