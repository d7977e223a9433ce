package dev.tinyalloc.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** {@link Dropping} of direct buffers; {@code integration-tests/dropped.sh} runs it. */
public final class DroppedBuffers {

  private DroppedBuffers() {}

  /** Runs with the arguments {@code BYTES SECONDS}. */
  public static void main(String[] arguments) throws IOException {
    Dropping.run(arguments, bytes -> ByteBuffer.allocateDirect(bytes));
  }
}
