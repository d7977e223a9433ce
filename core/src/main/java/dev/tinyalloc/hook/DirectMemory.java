package dev.tinyalloc.hook;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The JDK's books of direct memory: the counters of {@code java.nio.Bits}. The {@code direct}
 * buffer pool shows them, JFR records them, others read them by reflection, and the limit is held
 * against them. Any thread.
 */
final class DirectMemory {

  private final AtomicLong reserved;
  private final AtomicLong capacity;
  private final AtomicLong count;

  /** {@code -XX:MaxDirectMemorySize}, in bytes, or what the VM takes for it. */
  final long limit;

  private DirectMemory(long limit, AtomicLong reserved, AtomicLong capacity, AtomicLong count) {
    this.limit = limit;
    this.reserved = reserved;
    this.capacity = capacity;
    this.count = count;
  }

  /**
   * Finds the counters; package {@code java.nio} must be open to us.
   *
   * @throws ReflectiveOperationException or RuntimeException where this JDK has none such
   */
  static DirectMemory open(long limit) throws ReflectiveOperationException {
    Class<?> bits = Class.forName("java.nio.Bits");
    return new DirectMemory(
        limit,
        counter(bits, "RESERVED_MEMORY"),
        counter(bits, "TOTAL_CAPACITY"),
        counter(bits, "COUNT"));
  }

  /** Books that nobody reads. */
  static DirectMemory unread() {
    return new DirectMemory(Long.MAX_VALUE, new AtomicLong(), new AtomicLong(), new AtomicLong());
  }

  private static AtomicLong counter(Class<?> bits, String name)
      throws ReflectiveOperationException {
    Field field = bits.getDeclaredField(name);
    field.setAccessible(true);
    return (AtomicLong) field.get(null);
  }

  /** Enters one buffer of {@code bytes} bytes, or nothing and false if that is above the limit. */
  boolean tryReserve(long bytes) {
    return tryReserve(bytes, bytes);
  }

  /** {@link #tryReserve(long)} where memory of {@code size} bytes was taken for it. */
  boolean tryReserve(long size, long bytes) {
    long before;
    do {
      before = capacity.get();
      if (bytes > limit - before) {
        return false;
      }
    } while (!capacity.compareAndSet(before, before + bytes));
    reserved.getAndAdd(size);
    count.getAndIncrement();
    return true;
  }

  /** Enters so many bytes more, or less. */
  void addBytes(long bytes) {
    capacity.getAndAdd(bytes);
    reserved.getAndAdd(bytes);
  }

  /** Takes back {@link #tryReserve(long, long)}. */
  void unreserve(long size, long bytes) {
    reserved.getAndAdd(-size);
    capacity.getAndAdd(-bytes);
    count.getAndDecrement();
  }

  /** Enters so many buffers more, or less. */
  void addCount(long buffers) {
    count.getAndAdd(buffers);
  }

  /**
   * Whether so little is left that each buffer must be entered at once: what 64 busy carriers may
   * keep to themselves.
   */
  boolean isTight() {
    return capacity.get() > limit - (limit >>> 10);
  }

  /** How many direct buffers there are, as published. */
  long count() {
    return count.get();
  }

  /** Bytes in use by all direct buffers, as published. */
  long reserved() {
    return reserved.get();
  }
}
