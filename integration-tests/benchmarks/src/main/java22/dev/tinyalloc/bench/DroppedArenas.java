package dev.tinyalloc.bench;

import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * {@link Dropping} of segments, each with an automatic arena of its own; {@code
 * integration-tests/dropped-arenas.sh} runs it.
 */
public final class DroppedArenas {

  private DroppedArenas() {}

  /** Runs with the arguments {@code BYTES SECONDS}. */
  public static void main(String[] arguments) throws IOException {
    Dropping.run(arguments, bytes -> Arena.ofAuto().allocate(bytes));
  }
}
