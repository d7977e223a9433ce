package dev.tinyalloc.it.programs;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/** What programs do to direct buffers behind the JDK's back. */
public final class Direct {

  private static final MethodHandle FREE = free();

  private Direct() {}

  /** {@code sun.misc.Unsafe.invokeCleaner}, as Netty and many others call it. */
  public static void free(ByteBuffer buffer) {
    try {
      FREE.invokeExact(buffer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("invokeCleaner", e);
    }
  }

  /** Where the memory is; needs {@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED}. */
  public static long address(ByteBuffer buffer) {
    try {
      return (long) Address.HANDLE.invokeExact(buffer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("address", e);
    }
  }

  private static MethodHandle free() {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      MethodType signature = MethodType.methodType(void.class, ByteBuffer.class);
      return MethodHandles.lookup()
          .findVirtual(type, "invokeCleaner", signature)
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.Unsafe", e);
    }
  }

  private static final class Address {

    static final MethodHandle HANDLE = handle();

    private static MethodHandle handle() {
      try {
        Class<?> type = Class.forName("sun.nio.ch.DirectBuffer");
        return MethodHandles.lookup()
            .findVirtual(type, "address", MethodType.methodType(long.class))
            .asType(MethodType.methodType(long.class, ByteBuffer.class));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("sun.nio.ch.DirectBuffer", e);
      }
    }
  }
}
