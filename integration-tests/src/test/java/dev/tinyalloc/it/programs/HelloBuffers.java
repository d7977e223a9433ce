package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;

/** Allocates a few buffers, says what came out, and ends as the first argument says. */
public final class HelloBuffers {

  private HelloBuffers() {}

  /**
   * Runs the program.
   *
   * @param arguments {@code throw}, or an exit status, or nothing for a plain return
   */
  public static void main(String[] arguments) {
    long bytes = 0;
    for (int size = 1; size <= 1 << 20; size *= 4) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      bytes += buffer.capacity();
    }
    System.out.println("Hello, " + bytes + " bytes");
    if (arguments.length == 0) {
      return;
    }
    if (arguments[0].equals("throw")) {
      throw new IllegalStateException("on purpose");
    }
    System.exit(Integer.parseInt(arguments[0]));
  }
}
