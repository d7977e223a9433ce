package dev.tinyalloc.os;

import java.io.RandomAccessFile;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.CarrierThreadLocal;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.DontInline;
import org.jspecify.annotations.Nullable;

/**
 * {@link Os} on JDK internals: the same road the JDK itself takes, without a warning on any
 * release. Compiled apart, because {@code --release} hides these packages; only what JDK 17 has
 * already may be used outside {@link Carriers}.
 */
final class InternalOs extends Os {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** {@code Thread.getId} may be overridden by anybody; the field may not. */
  private static final long THREAD_ID = UNSAFE.objectFieldOffset(Thread.class, "tid");

  private static final boolean VIRTUAL_THREADS = Runtime.version().feature() >= 21;

  private final int pageBytes = UNSAFE.pageSize();
  private final @Nullable SystemPages pages = SystemPages.open();

  /** A quarter of what the kernel allows; the rest is the program's. */
  private final long maxMappings = SystemPages.maxMappings() / 4;

  /**
   * Called by name; fails where one of the packages is not exported to us. A program may well
   * export {@code jdk.internal.misc} alone, for another library.
   */
  static Os open() {
    InternalOs os = new InternalOs();
    if (VIRTUAL_THREADS) {
      Thread unused = Carriers.current();
    }
    return os;
  }

  @Override
  public long reserve(long bytes, long alignment) {
    long raw = map(bytes + alignment, true);
    if (raw == 0) {
      return 0;
    }
    return pages != null ? trim(raw, bytes, alignment) : (raw + alignment - 1) & -alignment;
  }

  @Override
  public boolean decommit(long address, long bytes) {
    return pages != null && pages.unload(address, bytes);
  }

  @Override
  public boolean canDecommit() {
    return pages != null;
  }

  @Override
  public long map(long bytes, boolean own) {
    if (pages != null && own) {
      return bytes < 0 ? 0 : pages.map(mappedBytes(bytes));
    }
    try {
      return UNSAFE.allocateMemory(bytes);
    } catch (OutOfMemoryError | IllegalArgumentException refused) {
      return 0;
    }
  }

  @Override
  public long mapAlignment(boolean own) {
    return pages != null && own ? pageBytes : 16;
  }

  @Override
  public boolean mapsZeroed() {
    return pages != null;
  }

  @Override
  public void unmap(long address, long bytes, boolean own) {
    if (pages != null && own) {
      pages.unmap(address, mappedBytes(bytes));
    } else {
      UNSAFE.freeMemory(address);
    }
  }

  @Override
  public long mapFile(RandomAccessFile file, long bytes) {
    return pages == null ? 0 : pages.map(file, bytes);
  }

  @Override
  public long maxMappings() {
    return maxMappings;
  }

  @Override
  public long mappedBytes(long bytes) {
    return pages == null ? bytes : (bytes + pageBytes - 1) & -pageBytes;
  }

  @Override
  public void fill(long address, long bytes, byte value) {
    UNSAFE.setMemory(address, bytes, value);
  }

  // Inlined, it is sometimes too much for the compiler, which then makes narrow stores of it.
  @DontInline
  @Override
  protected void zeroInLoop(long address, long bytes) {
    for (long i = 0; i < bytes; i += 8) {
      UNSAFE.putLongUnaligned(null, address + i, 0);
    }
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
  public <T> ThreadLocal<T> carrierLocal() {
    return VIRTUAL_THREADS ? Carriers.local() : new ThreadLocal<>();
  }

  @Override
  public Thread currentCarrier() {
    return VIRTUAL_THREADS ? Carriers.current() : Thread.currentThread();
  }

  @Override
  public long carrierId() {
    return UNSAFE.getLong(currentCarrier(), THREAD_ID);
  }

  @Override
  public long threadId() {
    // A thread may override its method of that name.
    return UNSAFE.getLong(Thread.currentThread(), THREAD_ID);
  }

  @Override
  public int pageBytes() {
    return pageBytes;
  }

  /** Loaded on JDK 21 and later only: JDK 17 knows neither carriers nor these methods. */
  private static final class Carriers {
    private static final JavaLangAccess ACCESS = SharedSecrets.getJavaLangAccess();

    static <T> ThreadLocal<T> local() {
      return new CarrierThreadLocal<>();
    }

    static Thread current() {
      return ACCESS.currentCarrierThread();
    }
  }
}
