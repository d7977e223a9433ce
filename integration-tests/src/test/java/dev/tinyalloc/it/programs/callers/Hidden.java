package dev.tinyalloc.it.programs.callers;

import java.nio.ByteBuffer;

/** Is defined as a hidden class, which no transformer sees. */
public final class Hidden implements Runnable {

  @Override
  public void run() {
    // The VM leaves hidden frames out of stack traces.
    int line = 12;
    ByteBuffer made = ByteBuffer.allocateDirect(Callers.SIZE);
    Callers.keep(
        "hidden class",
        new StackTraceElement("dev.tinyalloc.it.programs.callers.Hidden", "run", null, line),
        made);
  }
}
