package dev.tinyalloc.hook;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import jdk.internal.misc.Unsafe;

/**
 * Direct buffers without a cleaner, made field by field. The JDK's constructors run through five
 * classes and end each in a barrier, which keeps the compiler from writing a field once only; that
 * is a tenth of a small buffer.
 */
final class BareBuffers {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  static final Class<?> TYPE = type();
  private static final Class<?> BUFFER = ByteBuffer.class.getSuperclass();

  private static final long MARK = UNSAFE.objectFieldOffset(BUFFER, "mark");
  private static final long LIMIT = UNSAFE.objectFieldOffset(BUFFER, "limit");
  private static final long CAPACITY = UNSAFE.objectFieldOffset(BUFFER, "capacity");
  private static final long ADDRESS = UNSAFE.objectFieldOffset(BUFFER, "address");
  private static final long BIG_ENDIAN = UNSAFE.objectFieldOffset(ByteBuffer.class, "bigEndian");

  private BareBuffers() {}

  private static Class<?> type() {
    try {
      // Not by making one, which would count among the buffers that programs see.
      return Class.forName("java.nio.DirectByteBuffer", false, null);
    } catch (ClassNotFoundException absent) {
      throw new NoClassDefFoundError(absent.getMessage());
    }
  }

  /** A buffer of {@code capacity} bytes at {@code address}. */
  static ByteBuffer of(int capacity, long address) {
    ByteBuffer buffer = empty();
    UNSAFE.putInt(buffer, MARK, -1);
    UNSAFE.putInt(buffer, LIMIT, capacity);
    UNSAFE.putInt(buffer, CAPACITY, capacity);
    UNSAFE.putLong(buffer, ADDRESS, address);
    UNSAFE.putBoolean(buffer, BIG_ENDIAN, true);
    return buffer;
  }

  /** Lets a buffer that nobody has seen begin at {@code address}. */
  static void moveTo(long address, ByteBuffer buffer) {
    UNSAFE.putLong(buffer, ADDRESS, address);
  }

  private static ByteBuffer empty() {
    try {
      return (ByteBuffer) UNSAFE.allocateInstance(TYPE);
    } catch (InstantiationException impossible) {
      throw new InstantiationError(TYPE.getName());
    }
  }

  /** Whether those made here are the same in every field as those of the JDK's constructor. */
  static boolean areLike(Bridge jdk) {
    ByteBuffer theirs = jdk.newBuffer(40, 80);
    if (theirs.getClass() != TYPE) {
      return false;
    }
    ByteBuffer ours = of(40, 80);
    for (Class<?> type = TYPE; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !isSame(field, theirs, ours)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isSame(Field field, ByteBuffer theirs, ByteBuffer ours) {
    long at = UNSAFE.objectFieldOffset(field);
    Class<?> type = field.getType();
    if (!type.isPrimitive()) {
      return UNSAFE.getReference(theirs, at) == UNSAFE.getReference(ours, at);
    }
    return type == boolean.class
        ? UNSAFE.getBoolean(theirs, at) == UNSAFE.getBoolean(ours, at)
        : type == int.class
            ? UNSAFE.getInt(theirs, at) == UNSAFE.getInt(ours, at)
            : type == long.class && UNSAFE.getLong(theirs, at) == UNSAFE.getLong(ours, at);
  }
}
