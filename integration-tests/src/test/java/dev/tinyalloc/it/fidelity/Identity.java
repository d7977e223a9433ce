package dev.tinyalloc.it.fidelity;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a new buffer is, before anybody does anything with it. */
final class Identity {

  /** Fields whose values may differ: where the memory is, and who frees it. */
  private static final List<String> FREE_TO_DIFFER = List.of("address", "cleaner");

  private Identity() {}

  static void addTo(Checks checks) {
    checks
        .add("class", () -> ByteBuffer.allocateDirect(64).getClass())
        .add("class of every size", () -> classes(1, 64, 4_096, 131_072, 131_073, 3_000_000))
        .add("superclasses", () -> superclasses(ByteBuffer.allocateDirect(64).getClass()))
        .add("loader", () -> ByteBuffer.allocateDirect(64).getClass().getClassLoader())
        .add("module", () -> ByteBuffer.allocateDirect(64).getClass().getModule())
        .add("text", () -> ByteBuffer.allocateDirect(100))
        .add("capacities", Identity::capacities)
        .add("bounds", Identity::bounds)
        .add("order", () -> ByteBuffer.allocateDirect(64).order())
        .add("direct", () -> ByteBuffer.allocateDirect(64).isDirect())
        .add("read-only", () -> ByteBuffer.allocateDirect(64).isReadOnly())
        .add("array", () -> ByteBuffer.allocateDirect(64).hasArray())
        .add("array refused", Identity::array)
        .add("offset refused", Identity::arrayOffset)
        .add("mark unset", () -> Outcome.failure(() -> ByteBuffer.allocateDirect(64).reset()))
        .add("hash code", () -> ByteBuffer.allocateDirect(64).hashCode())
        .add("fields", () -> fields(ByteBuffer.allocateDirect(64)))
        .add("fields of a large one", () -> fields(ByteBuffer.allocateDirect(1_000_000)))
        .add("cleaner", () -> Internals.cleaner(ByteBuffer.allocateDirect(64)).getClass())
        .add("one cleaner", Identity::sameCleaner)
        .add("cleaners apart", Identity::cleanersApart)
        .add("attachment", () -> Internals.attachment(ByteBuffer.allocateDirect(64)))
        .add("mapped", () -> mapped((MappedByteBuffer) ByteBuffer.allocateDirect(5_000)))
        .add("not serializable", () -> Outcome.failure(Identity::serialize))
        .add("new each time", Identity::newEachTime);
  }

  private static String classes(int... sizes) {
    List<Object> classes = new ArrayList<>();
    for (int size : sizes) {
      classes.add(ByteBuffer.allocateDirect(size).getClass().getName());
    }
    return classes.toString();
  }

  private static List<Object> superclasses(Class<?> type) {
    List<Object> all = new ArrayList<>();
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      all.add(one.getName() + Arrays.toString(one.getInterfaces()));
    }
    return all;
  }

  private static String capacities() {
    StringBuilder wrong = new StringBuilder("wrong:");
    for (int size = 1; size < 200_000; size += 1 + size / 50) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      if (buffer.capacity() != size || buffer.limit() != size || buffer.remaining() != size) {
        wrong.append(' ').append(size).append(buffer);
      }
      Internals.free(buffer);
    }
    return wrong.toString();
  }

  private static String bounds() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_000);
    return Outcome.of(
        Outcome.failure(() -> buffer.get(1_000)),
        Outcome.failure(() -> buffer.get(-1)),
        Outcome.failure(() -> buffer.putLong(993, 1)),
        Outcome.failure(() -> buffer.position(1_001)),
        Outcome.failure(() -> buffer.limit(1_001)),
        Outcome.failure(() -> buffer.position(1_000).get()),
        Outcome.failure(() -> buffer.position(1_000).put((byte) 1)));
  }

  @SuppressWarnings("ByteBufferBackingArray") // It has none; that is the point.
  private static String array() {
    return Outcome.failure(() -> ByteBuffer.allocateDirect(64).array());
  }

  private static String arrayOffset() {
    return Outcome.failure(() -> ByteBuffer.allocateDirect(64).arrayOffset());
  }

  /** All fields of the object, private ones too. */
  static String fields(ByteBuffer buffer) throws IllegalAccessException {
    List<String> fields = new ArrayList<>();
    for (Class<?> type = buffer.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !FREE_TO_DIFFER.contains(field.getName())) {
          field.setAccessible(true);
          fields.add(field.getName() + "=" + field.get(buffer));
        }
      }
    }
    fields.sort(null);
    return fields.toString();
  }

  private static boolean sameCleaner() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    Object first = Internals.cleaner(buffer);
    return first == Internals.cleaner(buffer);
  }

  private static boolean cleanersApart() {
    ByteBuffer one = ByteBuffer.allocateDirect(64);
    ByteBuffer other = ByteBuffer.allocateDirect(64);
    return Internals.cleaner(one) != Internals.cleaner(other);
  }

  private static String mapped(MappedByteBuffer buffer) {
    return Outcome.of(
        buffer.isLoaded(), buffer.load() == buffer, buffer.force() == buffer, buffer.force(1, 2));
  }

  private static Object serialize() throws Exception {
    new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(ByteBuffer.allocateDirect(64));
    return "done";
  }

  private static boolean newEachTime() {
    ByteBuffer one = ByteBuffer.allocateDirect(64);
    ByteBuffer other = ByteBuffer.allocateDirect(64);
    return one != other && Internals.address(one) != Internals.address(other);
  }
}
