package dev.tinyalloc.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library of a 64-bit Linux, as far as {@link NativeOs} needs it. Addresses are plain longs,
 * so that no call makes a Java object.
 *
 * <p>To initialise this class is a restricted operation: the VM warns or refuses unless native
 * access is enabled for the module.
 */
@SuppressWarnings("restricted")
final class LibC {

  /** All addresses there are. */
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** A flag for {@link #map}: pages need no backing promised before they are touched. */
  static final int MAP_NORESERVE = 0x4000;

  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE = 0x02;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final long MAP_FAILED = -1;
  private static final int MADV_DONTNEED = 4;
  private static final int NO_FILE = -1;

  private static final long SECOND_NANOS = 1_000_000_000;

  /** {@code struct timespec}: seconds, nanoseconds. */
  private static final long TIMESPEC_BYTES = 16;

  private static final long MIN_PAGE_BYTES = 1 << 12;
  private static final long MAX_PAGE_BYTES = 1 << 24;

  private static final Linker LINKER = Linker.nativeLinker();

  // Each type costs about 10 ms at start-up; a second function of a type costs nothing.
  private static final FunctionDescriptor INT_OF_TWO_LONGS = of(JAVA_INT, JAVA_LONG, JAVA_LONG);

  private static final MethodHandle MMAP =
      function(
          "mmap", of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP = function("munmap", INT_OF_TWO_LONGS);
  private static final MethodHandle NANOSLEEP = function("nanosleep", INT_OF_TWO_LONGS);
  private static final MethodHandle MADVISE =
      function("madvise", of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MALLOC = function("malloc", of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(JAVA_LONG));

  private LibC() {}

  private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
    return FunctionDescriptor.of(result, arguments);
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type);
  }

  /** Address of {@code bytes} fresh zero bytes, or 0 when the system refuses. */
  static long map(long bytes, int flags) {
    int all = MAP_PRIVATE | MAP_ANONYMOUS | flags;
    try {
      long address = (long) MMAP.invokeExact(0L, bytes, PROT_READ_WRITE, all, NO_FILE, 0L);
      return address == MAP_FAILED ? 0 : address;
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  static boolean unmap(long address, long bytes) {
    try {
      return (int) MUNMAP.invokeExact(address, bytes) == 0;
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  /** The pages read as zero from now on and take no memory until touched. */
  static boolean unload(long address, long bytes) {
    try {
      return (int) MADVISE.invokeExact(address, bytes, MADV_DONTNEED) == 0;
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  /** Address of {@code bytes} bytes of undefined content, or 0. */
  static long malloc(long bytes) {
    try {
      return (long) MALLOC.invokeExact(bytes);
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  static void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  /** Blocks the platform thread for {@code nanos} ns; false if something wakes it before. */
  static boolean sleep(long nanos) {
    long time = malloc(TIMESPEC_BYTES);
    if (time == 0) {
      return false;
    }
    MEMORY.set(JAVA_LONG_UNALIGNED, time, nanos / SECOND_NANOS);
    MEMORY.set(JAVA_LONG_UNALIGNED, time + Long.BYTES, nanos % SECOND_NANOS);
    boolean whole = nanosleep(time);
    free(time);
    return whole;
  }

  private static boolean nanosleep(long time) {
    try {
      return (int) NANOSLEEP.invokeExact(time, 0L) == 0;
    } catch (Throwable error) {
      throw unexpected(error);
    }
  }

  /**
   * The system's page size, in bytes: the least power of two that {@code madvise} takes for the
   * address of a page, or 0. Nothing is mapped there, and no byte is meant. {@code getpagesize}
   * would be one more type of function.
   */
  static int pageBytes() {
    for (long bytes = MIN_PAGE_BYTES; bytes <= MAX_PAGE_BYTES; bytes <<= 1) {
      if (unload(bytes, 0)) {
        return (int) bytes;
      }
    }
    return 0;
  }

  /** C throws nothing; what comes is the VM's own, a stack overflow say. */
  private static RuntimeException unexpected(Throwable error) {
    if (error instanceof Error vms) {
      throw vms;
    }
    return new IllegalStateException("a call into the C library failed", error);
  }
}
