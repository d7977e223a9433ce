package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;

/** Makes buffers of no bytes, and slices and frees them as any other. */
public final class EmptyBuffers {

  private EmptyBuffers() {}

  public static void main(String[] arguments) {
    for (int i = 0; i < 10; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(0);
      System.out.println(buffer + " " + buffer.slice() + " " + buffer.isDirect());
      Direct.free(buffer);
    }
  }
}
