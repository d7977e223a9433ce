package dev.tinyalloc.it.programs;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Writes behind the end of a buffer, and into one that was freed. Needs {@code sun.nio.ch} exported
 * and {@code jdk.internal.misc} too.
 */
public final class DamagedBuffers {

  private DamagedBuffers() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    ByteBuffer overrun = ByteBuffer.allocateDirect(41);
    write(Direct.address(overrun) + 41);
    Direct.free(overrun);

    ByteBuffer stale = ByteBuffer.allocateDirect(100);
    long address = Direct.address(stale);
    Direct.free(stale);
    write(address + 7);
    for (int i = 0; i < 50; i++) {
      Direct.free(ByteBuffer.allocateDirect(1 << 20));
    }
    System.out.println("went on");
  }

  private static void write(long address) throws ReflectiveOperationException {
    Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
    Method put = type.getMethod("putByte", long.class, byte.class);
    put.invoke(type.getMethod("getUnsafe").invoke(null), address, (byte) 1);
  }
}
