package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the hooks work where no agent is, by reflection. */
final class TestBridge implements Bridge {

  private static boolean installed;

  private TestBridge() {}

  static synchronized void install() {
    if (!installed) {
      installed = true;
      try {
        BufferHook.install(new TestBridge(), Mode.REDIRECT);
      } catch (ReflectiveOperationException absent) {
        throw new ExceptionInInitializerError(absent);
      }
    }
  }

  @Override
  public ByteBuffer newBuffer(int capacity, long address) {
    return make(Object.class, address, capacity, null, null);
  }

  @Override
  public ByteBuffer newBuffer(int capacity, long address, Runnable release) {
    return make(Runnable.class, capacity, address, null, release, false, null);
  }

  /** By the constructor with so many parameters, of which one has that type. */
  private static ByteBuffer make(Class<?> type, @Nullable Object... arguments) {
    try {
      Class<?> buffer = Class.forName("java.nio.DirectByteBuffer");
      for (Constructor<?> constructor : buffer.getDeclaredConstructors()) {
        List<Class<?>> parameters = List.of(constructor.getParameterTypes());
        if (parameters.size() == arguments.length && parameters.contains(type)) {
          constructor.setAccessible(true);
          return (ByteBuffer) constructor.newInstance(arguments);
        }
      }
      throw new NoSuchMethodException(buffer.getName());
    } catch (ReflectiveOperationException unknownJdk) {
      throw new LinkageError("no buffer", unknownJdk);
    }
  }

  @Override
  public ByteBuffer jdkBuffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }

  @Override
  public void reserve(long bytes, long capacity) {}

  @Override
  public void unreserve(long bytes, long capacity) {}

  /** Whether TinyAlloc has served {@code buffer}. */
  static boolean isOurs(ByteBuffer buffer) throws ReflectiveOperationException {
    return TinyAlloc.owns(address(buffer));
  }

  static long address(ByteBuffer buffer) throws ReflectiveOperationException {
    Field field = Buffer.class.getDeclaredField("address");
    field.setAccessible(true);
    return field.getLong(buffer);
  }
}
