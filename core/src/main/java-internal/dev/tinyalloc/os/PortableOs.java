package dev.tinyalloc.os;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import sun.misc.Unsafe;

/**
 * {@link Os} on {@code sun.misc.Unsafe}: works everywhere, never gives pages back before the
 * process ends. From JDK 24 on the VM prints a warning of its own at the first use (JEP 498).
 */
@SuppressWarnings({"removal", "sunapi"})
final class PortableOs extends ThreadedOs {

  private static final Unsafe UNSAFE = unsafe();

  private static final boolean VIRTUAL_THREADS = Runtime.version().feature() >= 21;

  private static final AtomicLong LAST_ID = new AtomicLong();

  /** Not {@code Thread.getId}, which programs override. */
  private static final ThreadLocal<Long> IDS = ThreadLocal.withInitial(LAST_ID::incrementAndGet);

  /** Called by name; fails where {@code sun.misc.Unsafe} is not there. */
  static Os open() {
    return new PortableOs();
  }

  @Override
  public long reserve(long bytes, long alignment) {
    long raw = map(bytes + alignment, false);
    return raw == 0 ? 0 : (raw + alignment - 1) & -alignment;
  }

  @Override
  public boolean decommit(long address, long bytes) {
    return false;
  }

  @Override
  public boolean canDecommit() {
    return false;
  }

  @Override
  public long map(long bytes, boolean own) {
    try {
      return UNSAFE.allocateMemory(bytes);
    } catch (OutOfMemoryError | IllegalArgumentException refused) {
      return 0;
    }
  }

  @Override
  public long mapAlignment(boolean own) {
    return 16;
  }

  @Override
  public boolean mapsZeroed() {
    return false;
  }

  @Override
  public void unmap(long address, long bytes, boolean own) {
    UNSAFE.freeMemory(address);
  }

  @Override
  public long maxMappings() {
    return 0;
  }

  @Override
  public long mappedBytes(long bytes) {
    return bytes;
  }

  @Override
  public void fill(long address, long bytes, byte value) {
    UNSAFE.setMemory(address, bytes, value);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    UNSAFE.copyMemory(from, to, bytes);
  }

  @Override
  public byte getByte(long address) {
    return UNSAFE.getByte(address);
  }

  @Override
  public long getLong(long address) {
    return UNSAFE.getLong(address);
  }

  @Override
  public void putLong(long address, long value) {
    UNSAFE.putLong(address, value);
  }

  @Override
  public void pause(long nanos) {
    UNSAFE.park(false, nanos);
  }

  @Override
  public long carrierId() {
    return VIRTUAL_THREADS && Virtual.isCurrent() ? -1 : IDS.get();
  }

  @Override
  public int pageBytes() {
    return UNSAFE.pageSize();
  }

  private static Unsafe unsafe() {
    try {
      Field field = Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return (Unsafe) field.get(null);
    } catch (ReflectiveOperationException absent) {
      throw new LinkageError(
          "sun.misc.Unsafe is not reachable; add the module jdk.unsupported", absent);
    }
  }

  /** Loaded on JDK 21 and later only: JDK 17 does not know the method. */
  private static final class Virtual {
    static boolean isCurrent() {
      return Thread.currentThread().isVirtual();
    }
  }
}
