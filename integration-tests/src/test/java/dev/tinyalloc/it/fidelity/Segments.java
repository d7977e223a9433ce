package dev.tinyalloc.it.fidelity;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@code MemorySegment.ofBuffer}; on JDK 17, the incubator's {@code ofByteBuffer}. By reflection,
 * and only what all JDKs have.
 */
final class Segments {

  private static final boolean INCUBATOR = Runtime.version().feature() < 19;
  private static final String PACKAGE = INCUBATOR ? "jdk.incubator.foreign" : "java.lang.foreign";
  private static final Class<?> SEGMENT = segment();

  private Segments() {}

  static void addTo(Checks checks) {
    checks
        .add("size", () -> call(of(ByteBuffer.allocateDirect(100)), "byteSize"))
        .add("size of what remains", Segments::remaining)
        .add("native", () -> call(of(ByteBuffer.allocateDirect(100)), "isNative"))
        .add("mapped", () -> call(of(ByteBuffer.allocateDirect(100)), "isMapped"))
        .add("read-only", () -> call(of(ByteBuffer.allocateDirect(100)), "isReadOnly"))
        .add("read-only of a read-only buffer", Segments::readOnly)
        .add("alive", Segments::alive)
        .add("address", Segments::address)
        .add("fill", Segments::fill)
        .add("as buffer", Segments::asBuffer)
        .add("free its buffer", Segments::freeBuffer)
        .add("slice", Segments::slice)
        .add("mismatch", Segments::mismatch)
        .add("copy", Segments::copy)
        .add("keeps the memory", Segments::keepsMemory)
        .add("class", () -> of(ByteBuffer.allocateDirect(100)).getClass())
        .add("from another thread", Segments::fromAnotherThread);
  }

  private static Object of(ByteBuffer buffer) throws Exception {
    return INCUBATOR
        ? SEGMENT.getMethod("ofByteBuffer", ByteBuffer.class).invoke(null, buffer)
        : SEGMENT.getMethod("ofBuffer", java.nio.Buffer.class).invoke(null, buffer);
  }

  private static Class<?> segment() {
    try {
      return Class.forName(PACKAGE + ".MemorySegment");
    } catch (ClassNotFoundException e) {
      throw new LinkageError(PACKAGE, e);
    }
  }

  private static Object call(Object segment, String name, Object... arguments) throws Exception {
    for (Method method : SEGMENT.getMethods()) {
      if (method.getName().equals(name) && takes(method, arguments)) {
        return method.invoke(segment, arguments);
      }
    }
    throw new NoSuchMethodException(name + Arrays.toString(arguments));
  }

  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean fits =
          types[i].isInstance(arguments[i])
              || (types[i] == long.class && arguments[i] instanceof Long)
              || (types[i] == byte.class && arguments[i] instanceof Byte);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Object remaining() throws Exception {
    return call(of(ByteBuffer.allocateDirect(100).position(10).limit(30)), "byteSize");
  }

  private static Object readOnly() throws Exception {
    Object segment = of(ByteBuffer.allocateDirect(100).asReadOnlyBuffer());
    return Outcome.of(
        call(segment, "isReadOnly"), Outcome.failure(() -> call(segment, "fill", (byte) 1)));
  }

  private static Object alive() throws Exception {
    Object scope = call(of(ByteBuffer.allocateDirect(100)), "scope");
    String type = PACKAGE + (INCUBATOR ? ".ResourceScope" : ".MemorySegment$Scope");
    return Internals.call(scope, type, "isAlive");
  }

  private static Object address() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100).position(10);
    Object address = call(of(buffer), "address");
    long raw =
        address instanceof Long number
            ? number
            : (long) Internals.call(address, PACKAGE + ".MemoryAddress", "toRawLongValue");
    return raw - Internals.address(buffer);
  }

  private static Object fill() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    call(of(buffer.position(5)), "fill", (byte) 7);
    return Contents.all(buffer);
  }

  private static Object asBuffer() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20).putInt(4, 0x01020304).position(4);
    ByteBuffer other = (ByteBuffer) call(of(buffer), "asByteBuffer");
    return Outcome.of(
        other, other.order(), other.getClass(), other.getInt(0), Internals.cleaner(other));
  }

  private static Object freeBuffer() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    ByteBuffer other = (ByteBuffer) call(of(buffer), "asByteBuffer");
    return Outcome.failure(
        () -> {
          Internals.free(other);
          return "nothing thrown";
        });
  }

  private static Object slice() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    Object segment = of(buffer);
    call(call(segment, "asSlice", 4L, 8L), "fill", (byte) 3);
    String refused = Outcome.failure(() -> call(segment, "asSlice", 4L, 17L));
    return Outcome.of(Contents.all(buffer), refused.replaceAll("MemorySegment\\{[^}]*}", ""));
  }

  private static Object mismatch() throws Exception {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(500), 1);
    ByteBuffer other = Contents.write(ByteBuffer.allocateDirect(500), 1);
    Object same = call(of(buffer), "mismatch", of(other));
    other.put(400, (byte) 0);
    return Outcome.of(same, call(of(buffer), "mismatch", of(other)));
  }

  private static Object copy() throws Exception {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(500), 1);
    ByteBuffer other = ByteBuffer.allocateDirect(500);
    call(of(other), "copyFrom", of(buffer));
    return Contents.damage(other, 1);
  }

  /** The incubator's does not: its buffer has to be kept by others. */
  private static Object keepsMemory() throws Exception {
    if (INCUBATOR) {
      return "not on this JDK";
    }
    Object segment = of(Contents.write(ByteBuffer.allocateDirect(2_500), 3));
    System.gc();
    Thread.sleep(20);
    Dirt.spread(2_500, 500);
    return Contents.damage((ByteBuffer) call(segment, "asByteBuffer"), 3);
  }

  private static Object fromAnotherThread() throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    Object segment = of(buffer);
    StringBuilder outcome = new StringBuilder();
    Check filling = () -> call(segment, "fill", (byte) 1) == segment;
    Threads.run(() -> outcome.append(Outcome.failure(filling)));
    return Outcome.of(outcome, Contents.all(buffer));
  }
}
