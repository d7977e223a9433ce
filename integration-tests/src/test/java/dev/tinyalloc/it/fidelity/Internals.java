package dev.tinyalloc.it.fidelity;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * What programs do to direct buffers behind the JDK's back. Needs java.nio, sun.nio.ch,
 * jdk.internal.misc and jdk.internal.ref opened.
 */
final class Internals {

  private static final Object PUBLIC_UNSAFE = instance("sun.misc.Unsafe");
  private static final Object INTERNAL_UNSAFE = instance("jdk.internal.misc.Unsafe");

  private Internals() {}

  /** {@code sun.misc.Unsafe.invokeCleaner}. */
  static void free(ByteBuffer buffer) {
    call(PUBLIC_UNSAFE, "sun.misc.Unsafe", "invokeCleaner", ByteBuffer.class, buffer);
  }

  /** {@code jdk.internal.misc.Unsafe.invokeCleaner}. */
  static void freeInternally(ByteBuffer buffer) {
    call(INTERNAL_UNSAFE, "jdk.internal.misc.Unsafe", "invokeCleaner", ByteBuffer.class, buffer);
  }

  /** {@code ((DirectBuffer) buffer).cleaner().clean()}. */
  static void clean(ByteBuffer buffer) {
    Object cleaner = cleaner(buffer);
    call(cleaner, cleaner.getClass().getName(), "clean");
  }

  static Object cleaner(Object buffer) {
    return call(buffer, "sun.nio.ch.DirectBuffer", "cleaner");
  }

  static Object attachment(Object buffer) {
    return call(buffer, "sun.nio.ch.DirectBuffer", "attachment");
  }

  /** What JNI's GetDirectBufferAddress returns. */
  static long address(Object buffer) {
    return (long) call(buffer, "sun.nio.ch.DirectBuffer", "address");
  }

  /** A method of {@code sun.misc.Unsafe} that takes an address. */
  static Object unsafe(String method, long address) {
    return call(PUBLIC_UNSAFE, "sun.misc.Unsafe", method, long.class, address);
  }

  /** {@code Unsafe.setMemory(address, bytes, value)}: a write that no buffer knows of. */
  static void set(long address, long bytes, byte value) {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      type.getMethod("setMemory", long.class, long.class, byte.class)
          .invoke(PUBLIC_UNSAFE, address, bytes, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("setMemory", e);
    }
  }

  /** A private field of {@code owner}. */
  static Object field(Class<?> declaring, String name, Object owner) {
    try {
      Field field = declaring.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  static Object call(Object target, String type, String method) {
    return invoke(target, type, method, new Class<?>[0]);
  }

  static Object call(
      Object target, String type, String method, Class<?> parameter, Object argument) {
    return invoke(target, type, method, new Class<?>[] {parameter}, argument);
  }

  /** Throws what the method throws. */
  static Object invoke(
      Object target, String type, String name, Class<?>[] parameters, Object... arguments) {
    try {
      Method method = Class.forName(type).getMethod(name, parameters);
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Internals.<RuntimeException>unchecked(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + "." + name, e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Object instance(String unsafe) {
    try {
      return field(Class.forName(unsafe), "theUnsafe", null);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(unsafe, e);
    }
  }
}
