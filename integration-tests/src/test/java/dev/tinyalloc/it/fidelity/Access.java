package dev.tinyalloc.it.fidelity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reading, writing, comparing. */
final class Access {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Access() {}

  static void addTo(Checks checks) {
    checks
        .add("primitives, big-endian", () -> primitives(ByteOrder.BIG_ENDIAN))
        .add("primitives, little-endian", () -> primitives(ByteOrder.LITTLE_ENDIAN))
        .add("primitives by index", Access::byIndex)
        .add("bulk", Access::bulk)
        .add("bulk by index", Access::bulkByIndex)
        .add("bulk of a megabyte", Access::bulkLarge)
        .add("from heap to direct", Access::fromHeap)
        .add("from direct to heap", Access::toHeap)
        .add("from direct to direct", Access::directToDirect)
        .add("onto itself", Access::overlapping)
        .add("not onto itself", Access::refusesItself)
        .add("overflow", Access::overflow)
        .add("equals", Access::equality)
        .add("compare", Access::comparison)
        .add("mismatch", Access::mismatch)
        .add("hash code", () -> Contents.write(ByteBuffer.allocateDirect(999), 4).hashCode())
        .add("plain view", Access::varHandle)
        .add("volatile view", Access::varHandleVolatile)
        .add("misaligned view", Access::varHandleMisaligned)
        .add("view out of bounds", Access::varHandleBounds)
        .add("typed bulk", Access::typedBulk)
        .add("chars", Access::chars)
        .add("mark and reset", Access::marks);
  }

  private static byte[] primitives(ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(40).order(order);
    buffer.put((byte) 1).putChar('x').putShort((short) 2).putInt(3).putLong(4L);
    return Contents.all(buffer.putFloat(5.5f).putDouble(-6.25));
  }

  private static String byIndex() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(40), 77);
    List<Object> values = new ArrayList<>();
    for (int index = 0; index < 20; index += 3) {
      values.add(buffer.getShort(index));
      values.add(buffer.getInt(index));
      values.add(buffer.getLong(index));
      values.add(buffer.getFloat(index));
      values.add(buffer.getDouble(index));
    }
    return values.toString();
  }

  private static String bulk() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100).put(Contents.bytes(60, 2), 10, 50).flip();
    byte[] read = new byte[50];
    return Outcome.of(buffer.get(read, 5, 40), read);
  }

  private static String bulkByIndex() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(60).put(7, Contents.bytes(30, 2), 3, 20);
    byte[] read = new byte[20];
    return Outcome.of(buffer.get(7, read), read, buffer.put(30, buffer, 7, 20));
  }

  private static String bulkLarge() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).put(Contents.bytes(1 << 20, 2));
    return Outcome.of(buffer, Contents.damage(buffer, 2));
  }

  private static byte[] fromHeap() {
    return Contents.all(ByteBuffer.allocateDirect(30).put(ByteBuffer.wrap(Contents.bytes(20, 1))));
  }

  private static byte[] toHeap() {
    return ByteBuffer.allocate(30).put(Contents.write(ByteBuffer.allocateDirect(25), 8)).array();
  }

  private static int directToDirect() {
    ByteBuffer source = Contents.write(ByteBuffer.allocateDirect(200_000), 6);
    return Contents.damage(ByteBuffer.allocateDirect(200_000).put(source), 6);
  }

  private static byte[] overlapping() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(32), 6);
    buffer.slice(4, 20).put(buffer.slice(0, 20));
    return Contents.all(buffer);
  }

  private static String refusesItself() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(32);
    return Outcome.failure(() -> buffer.put(buffer));
  }

  private static String overflow() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(10);
    return Outcome.of(
        Outcome.failure(() -> buffer.put(new byte[11])),
        Outcome.failure(() -> buffer.get(new byte[11])),
        Outcome.failure(() -> buffer.put(ByteBuffer.allocateDirect(11))),
        Outcome.failure(() -> buffer.get(5, new byte[6])));
  }

  private static String equality() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 6);
    ByteBuffer heap = ByteBuffer.wrap(Contents.bytes(300, 6));
    return Outcome.of(
        buffer.equals(heap), heap.equals(buffer), buffer.equals(heap.limit(299)), buffer == heap);
  }

  private static String comparison() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 6);
    ByteBuffer other = Contents.write(ByteBuffer.allocateDirect(300), 6);
    int same = buffer.compareTo(other);
    other.put(250, (byte) (other.get(250) + 1));
    return Outcome.of(same, buffer.compareTo(other), other.limit(20).compareTo(buffer));
  }

  private static String mismatch() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 6);
    ByteBuffer other = Contents.write(ByteBuffer.allocateDirect(300), 6);
    int none = buffer.mismatch(other);
    other.put(299, (byte) 1);
    return Outcome.of(none, buffer.mismatch(other), buffer.limit(100).mismatch(other));
  }

  private static String varHandle() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(64), 5);
    INTS.set(buffer, 3, 42);
    return Outcome.of((long) LONGS.get(buffer, 8), (int) INTS.get(buffer, 3), buffer.getInt(3));
  }

  private static String varHandleVolatile() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    LONGS.setVolatile(buffer, 8, 42L);
    return Outcome.of(
        LONGS.compareAndSet(buffer, 8, 42L, 43L),
        (long) LONGS.getAndAdd(buffer, 8, 7L),
        (long) LONGS.getVolatile(buffer, 8),
        (int) INTS.getAndBitwiseOr(buffer, 4, 3));
  }

  /** The messages of newer JDKs have the address. */
  private static String varHandleMisaligned() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    return Outcome.failure(() -> LONGS.getVolatile(buffer, 5)).replaceAll("[0-9]{3,}", "N");
  }

  private static String varHandleBounds() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    return Outcome.failure(() -> LONGS.get(buffer, 57));
  }

  private static byte[] typedBulk() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(new long[] {1, 2, 3});
    buffer.position(24).slice().asIntBuffer().put(new int[] {4, 5, 6});
    buffer.position(36).asFloatBuffer().put(new float[] {7, Float.NaN});
    return Contents.all(buffer);
  }

  private static String chars() {
    CharBuffer chars = ByteBuffer.allocateDirect(64).asCharBuffer().put("some text").flip();
    return Outcome.of(chars, chars.subSequence(2, 6), chars.chars().sum(), chars.order());
  }

  private static String marks() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(64).position(8);
    String marked = buffer.mark().position(30).reset().toString();
    return Outcome.of(marked, buffer.rewind().toString(), buffer.limit(5));
  }
}
