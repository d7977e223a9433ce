package dev.tinyalloc.os;

import static dev.tinyalloc.os.LibC.MAP_NORESERVE;
import static dev.tinyalloc.os.LibC.MEMORY;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link Os} on {@code java.lang.foreign}: {@code mmap}, {@code munmap} and {@code madvise} for
 * library users on JDK 22 and later who run with {@code --enable-native-access}, without the agent
 * and without exports of JDK internals. It never makes the VM warn. Compiled apart, for JDK 22.
 *
 * <p>64-bit Linux only: elsewhere the constants differ, and {@code MADV_DONTNEED} does not promise
 * zero pages.
 */
final class NativeOs extends ThreadedOs {

  private final int pageBytes = LibC.pageBytes();

  /** A quarter of what the kernel allows; the rest is the program's. */
  private final long maxMappings = SystemPages.maxMappings() / 4;

  /** Called by name; null where it would not work, or not without a warning. */
  static @Nullable Os open() {
    if (!isAllowed()) {
      return null;
    }
    NativeOs os = new NativeOs();
    return os.works() ? os : null;
  }

  /**
   * Whether {@link LibC} may be touched; that the VM asks for the flag is asked first, silently.
   */
  private static boolean isAllowed() {
    return NativeOs.class.getModule().isNativeAccessEnabled()
        && System.getProperty("os.name", "").equals("Linux")
        && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
  }

  /**
   * Tries each call with real memory. The JDK links a call at its first use, under locks of its
   * own, where a virtual thread might leave its carrier; afterwards none does.
   */
  private boolean works() {
    if (pageBytes == 0) {
      return false;
    }
    long pages = reserve(pageBytes, pageBytes);
    long block = map(Long.BYTES, false);
    if (pages == 0 || block == 0) {
      return false;
    }
    fill(pages, pageBytes, (byte) 1);
    copy(pages, block, Long.BYTES);
    putLong(pages, getLong(block));
    boolean works = decommit(pages, pageBytes) && getByte(pages) == 0;
    unmap(block, Long.BYTES, false);
    unmap(pages, pageBytes, true);
    LibC.sleep(1);
    return works;
  }

  @Override
  public long reserve(long bytes, long alignment) {
    long mapping = LibC.map(bytes + alignment, MAP_NORESERVE);
    return mapping == 0 ? 0 : trim(mapping, bytes, alignment);
  }

  @Override
  public boolean decommit(long address, long bytes) {
    return LibC.unload(address, bytes);
  }

  @Override
  public boolean canDecommit() {
    return true;
  }

  @Override
  public long map(long bytes, boolean own) {
    return own ? LibC.map(mappedBytes(bytes), 0) : LibC.malloc(bytes);
  }

  @Override
  public long mapAlignment(boolean own) {
    return own ? pageBytes : 16;
  }

  @Override
  public boolean mapsZeroed() {
    return true;
  }

  @Override
  public void unmap(long address, long bytes, boolean own) {
    if (own) {
      LibC.unmap(address, mappedBytes(bytes));
    } else {
      LibC.free(address);
    }
  }

  @Override
  public long maxMappings() {
    return maxMappings;
  }

  @Override
  public long mappedBytes(long bytes) {
    return (bytes + pageBytes - 1) & -pageBytes;
  }

  @Override
  public void fill(long address, long bytes, byte value) {
    MEMORY.asSlice(address, bytes).fill(value);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    MemorySegment.copy(MEMORY, from, MEMORY, to, bytes);
  }

  @Override
  public byte getByte(long address) {
    return MEMORY.get(ValueLayout.JAVA_BYTE, address);
  }

  @Override
  public long getLong(long address) {
    return MEMORY.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
  }

  @Override
  public void putLong(long address, long value) {
    MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
  }

  @Override
  public void pause(long nanos) {
    if (Thread.currentThread().isVirtual()) {
      LibC.sleep(nanos);
    } else {
      // At its end the VM waits 300 ms for a thread in native code, and the purger pauses always.
      LockSupport.parkNanos(nanos);
    }
  }

  @Override
  public long carrierId() {
    Thread thread = Thread.currentThread();
    return thread.isVirtual() ? -1 : thread.threadId();
  }

  @Override
  public int pageBytes() {
    return pageBytes;
  }
}
