package dev.tinyalloc.os;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap}, {@code munmap} and {@code madvise(MADV_DONTNEED)} without native code of ours.
 *
 * <p>The JDK maps files for {@code FileChannel} and unloads mapped pages for {@code MemorySegment};
 * both are plain system calls underneath. A private mapping of {@code /dev/zero} is anonymous
 * memory, so these calls are all an allocator needs. Needs {@code sun.nio.ch} and {@code java.nio}
 * opened to this module, and a Unix. The first call costs well under a millisecond on JDK 17, where
 * the foreign-function linker would cost tens.
 */
final class SystemPages {

  /** {@code sun.nio.ch.FileChannelImpl.MAP_PV}: {@code MAP_PRIVATE}, readable and writable. */
  private static final int MAP_PRIVATE = 2;

  private static final long USUAL_MAX_MAPPINGS = 65_530;

  private static final int PROBE_BYTES = 1 << 16;

  /** The channel that {@code map0} is called on (JDK 17 to 20), or null where it is static. */
  private final @Nullable Object channel;

  /** Held open for good: a mapping is made from it whenever memory is wanted. */
  private final RandomAccessFile zero;

  private final FileDescriptor descriptor;
  private final Method map;
  private final Method unmap;
  private final Method unload;

  private SystemPages() throws ReflectiveOperationException, IOException {
    zero = new RandomAccessFile("/dev/zero", "rw");
    descriptor = zero.getFD();
    // Loads the JDK's library "nio". Without it the next class would fail to initialise, for good.
    Class.forName("sun.nio.ch.IOUtil");
    unload = method(Class.forName("java.nio.MappedMemoryUtils"), "unload0", long.class, long.class);
    Class<?> dispatcher = staticDispatcher();
    if (dispatcher != null) {
      channel = null;
      map =
          method(
              dispatcher,
              "map0",
              FileDescriptor.class,
              int.class,
              long.class,
              long.class,
              boolean.class);
    } else {
      dispatcher = Class.forName("sun.nio.ch.FileChannelImpl");
      channel = zero.getChannel();
      map = method(dispatcher, "map0", int.class, long.class, long.class, boolean.class);
    }
    unmap = method(dispatcher, "unmap0", long.class, long.class);
  }

  /** Null where this JVM or this system does not offer them; tried with a real page. */
  static @Nullable SystemPages open() {
    try {
      SystemPages pages = new SystemPages();
      long probe = pages.map(PROBE_BYTES);
      if (probe == 0 || !pages.unload(probe, PROBE_BYTES)) {
        pages.zero.close();
        return null;
      }
      pages.unmap(probe, PROBE_BYTES);
      return pages;
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError absent) {
      return null;
    }
  }

  /** How many mappings the kernel allows a process; what is usual where it does not say. */
  static long maxMappings() {
    try (RandomAccessFile limit = new RandomAccessFile("/proc/sys/vm/max_map_count", "r")) {
      return Long.parseLong(limit.readLine().trim());
    } catch (IOException | RuntimeException unknown) {
      return USUAL_MAX_MAPPINGS;
    }
  }

  /** Address of {@code bytes} fresh zero bytes, or 0 when the system refuses. */
  long map(long bytes) {
    return map(channel, descriptor, bytes);
  }

  /** A private mapping from the start of {@code file}, or 0; may be longer than the file. */
  long map(RandomAccessFile file, long bytes) {
    try {
      return map(channel == null ? null : file.getChannel(), file.getFD(), bytes);
    } catch (IOException closed) {
      return 0;
    }
  }

  private long map(@Nullable Object of, FileDescriptor orOf, long bytes) {
    try {
      Object address =
          of == null
              ? map.invoke(null, orOf, MAP_PRIVATE, 0L, bytes, false)
              : map.invoke(of, MAP_PRIVATE, 0L, bytes, false);
      return (Long) address;
    } catch (InvocationTargetException refused) {
      return 0;
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException("mmap was reachable before", closed);
    }
  }

  boolean unmap(long address, long bytes) {
    return call(unmap, address, bytes);
  }

  /** The pages read as zero from now on and take no memory until touched. */
  boolean unload(long address, long bytes) {
    return call(unload, address, bytes);
  }

  private static boolean call(Method method, long address, long bytes) {
    try {
      method.invoke(null, address, bytes);
      return true;
    } catch (ReflectiveOperationException refused) {
      return false;
    }
  }

  /** The class whose {@code map0} is static (JDK 21 and later), or null. */
  private static @Nullable Class<?> staticDispatcher() {
    Class<?> unix = withStaticMap("sun.nio.ch.UnixFileDispatcherImpl");
    return unix != null ? unix : withStaticMap("sun.nio.ch.FileDispatcherImpl");
  }

  private static @Nullable Class<?> withStaticMap(String name) {
    try {
      Class<?> type = Class.forName(name);
      method(type, "map0", FileDescriptor.class, int.class, long.class, long.class, boolean.class);
      return type;
    } catch (ReflectiveOperationException elsewhere) {
      return null;
    }
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }
}
