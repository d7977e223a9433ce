package dev.tinyalloc.it.programs;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Allocates in an arena, if the JDK has them for good, and makes a buffer. By reflection, since it
 * runs on JDKs that have none.
 */
public final class HelloArenas {

  private static final int FIRST_WITH_ARENAS = 22;

  private HelloArenas() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    if (Runtime.version().feature() >= FIRST_WITH_ARENAS) {
      System.out.println("Hello, " + allocated() + " bytes in an arena");
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
    System.out.println("Hello, " + buffer.capacity() + " bytes in a buffer");
  }

  private static Object allocated() throws Exception {
    Class<?> type = Class.forName("java.lang.foreign.Arena");
    Method allocate = type.getMethod("allocate", long.class, long.class);
    try (AutoCloseable arena = (AutoCloseable) type.getMethod("ofShared").invoke(null)) {
      Object segment = allocate.invoke(arena, 1000, 8);
      Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
      return segmentType.getMethod("byteSize").invoke(segment);
    }
  }
}
