package dev.tinyalloc.os;

import java.io.RandomAccessFile;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * Memory and threads as the operating system gives them. All sizes are bytes, all addresses native
 * addresses. Every method may be called from any thread; none of them lets a virtual thread leave
 * its carrier.
 */
public abstract class Os {

  /** The least that {@link #zeroCold} does faster than {@link #zero}, in bytes. */
  public static final int COLD_BYTES = 20 << 10;

  private static final long LINE_BYTES = 64;

  /** The one implementation in use; fixed for the life of the process. */
  public static final Os CURRENT = select();

  /**
   * Address space for good: {@code bytes} bytes whose pages read as zero and cost nothing until
   * they are touched, or 0 when refused. The start is a multiple of {@code alignment}, a power of
   * two. Reservations are never given back.
   */
  public abstract long reserve(long bytes, long alignment);

  /**
   * Gives the pages under {@code [address, address + bytes)} back while keeping the addresses; they
   * read as zero afterwards. Returns false, and changes nothing, where {@link #canDecommit} is
   * false.
   */
  public abstract boolean decommit(long address, long bytes);

  /** Whether {@link #decommit} does anything here. */
  public abstract boolean canDecommit();

  /**
   * Memory for one large block, or 0 when refused: pages of its own if {@code own} and the system
   * has such, else from the C library.
   */
  public abstract long map(long bytes, boolean own);

  /** What {@link #map} returns is a multiple of this, in bytes. */
  public abstract long mapAlignment(boolean own);

  /** Whether {@link #map} returns memory that reads as zero, where it is the block's own. */
  public abstract boolean mapsZeroed();

  /** Gives back what {@link #map} returned; the other arguments as they were then. */
  public abstract void unmap(long address, long bytes, boolean own);

  /**
   * A private mapping of the first {@code bytes} bytes of {@code file}, or 0 when refused or not to
   * be had here. It may be longer than the file. What lies beyond the file's end cannot be
   * accessed, as long as it lies there: the VM makes an {@link InternalError} of an access from
   * Java, on JDK 17 a moment later, and dies of one from native code or, on JDK 17, of {@link
   * #fill}. {@link #unmap} ends the mapping, as memory of its own.
   */
  public abstract long mapFile(RandomAccessFile file, long bytes);

  /** So many large blocks at once may have pages of their own. */
  public abstract long maxMappings();

  /** Bytes that one mapping of {@code bytes} bytes really takes. */
  public abstract long mappedBytes(long bytes);

  /** Writes {@code value} to all {@code bytes} bytes at {@code address}. */
  public abstract void fill(long address, long bytes, byte value);

  /** Copies {@code bytes} bytes between two areas that do not overlap. */
  public abstract void copy(long from, long to, long bytes);

  /** Reads the byte at {@code address}. */
  public abstract byte getByte(long address);

  /** Reads the eight bytes at {@code address}, in the machine's byte order. */
  public abstract long getLong(long address);

  /** Writes the eight bytes at {@code address}, in the machine's byte order. */
  public abstract void putLong(long address, long value);

  /** Blocks the platform thread for about {@code nanos} ns; a virtual thread stays mounted. */
  public abstract void pause(long nanos);

  /** A variable with one value per platform thread; virtual threads see their carrier's. */
  public abstract <T> ThreadLocal<T> carrierLocal();

  /** The platform thread that runs the caller. */
  public abstract Thread currentCarrier();

  /**
   * A positive number that the platform thread running the caller shares with no other thread of
   * this process, past or present; negative where the caller is a virtual thread whose carrier
   * cannot be known.
   */
  public abstract long carrierId();

  /** The number of the calling thread, virtual or not; no thread of this process had it before. */
  public abstract long threadId();

  /** The system's page size, in bytes. */
  public abstract int pageBytes();

  /**
   * Where the first {@code bytes} aligned bytes begin in a mapping of {@code bytes + alignment};
   * what lies around them is unmapped.
   */
  final long trim(long mapping, long bytes, long alignment) {
    long start = (mapping + alignment - 1) & -alignment;
    if (start > mapping) {
      unmap(mapping, start - mapping, true);
    }
    unmap(start + bytes, mapping + alignment - start, true);
    return start;
  }

  /** Zeroes {@code bytes} bytes at {@code address}; {@code bytes} is a positive multiple of 8. */
  public final void zero(long address, long bytes) {
    if (bytes > ZERO_BY_HAND_BYTES) {
      zeroMany(address, bytes);
    } else {
      zeroByHand(address, address + bytes);
    }
  }

  private void zeroMany(long address, long bytes) {
    if (bytes > ZERO_IN_LOOP_BYTES) {
      fill(address, bytes, (byte) 0);
    } else {
      zeroInLoop(address, bytes);
    }
  }

  /**
   * {@link #zero} for memory that no cache of the processor holds: from {@link #COLD_BYTES} on in
   * four places at once. What the processor fetches ahead ends with the page, so in one place alone
   * it waits at the beginning of each.
   */
  public final void zeroCold(long address, long bytes) {
    long quarter = bytes < COLD_BYTES ? 0 : (bytes >>> 2) & -LINE_BYTES;
    long end = address + quarter;
    for (long at = address; at < end; at += LINE_BYTES) {
      zeroLine(at);
      zeroLine(at + quarter);
      zeroLine(at + 2 * quarter);
      zeroLine(at + 3 * quarter);
    }
    if (bytes != 4 * quarter) {
      zero(address + 4 * quarter, bytes - 4 * quarter);
    }
  }

  private void zeroLine(long at) {
    zero32(at);
    zero32(at + 32);
  }

  /** {@link #zero} for some hundred bytes and more. */
  protected void zeroInLoop(long address, long bytes) {
    fill(address, bytes, (byte) 0);
  }

  /** Straight on: for so few stores, a loop is mostly its own preparation. */
  private void zeroByHand(long at, long end) {
    if (end - at >= 32) {
      while (end - at > 64) {
        zero32(at);
        at += 32;
      }
      // Both may write the same bytes; that is cheaper than to tell.
      zero32(at);
      zero32(end - 32);
    } else if (end - at >= 16) {
      zero16(at);
      zero16(end - 16);
    } else {
      putLong(at, 0);
    }
  }

  private void zero32(long at) {
    zero16(at);
    zero16(at + 16);
  }

  private void zero16(long at) {
    putLong(at, 0);
    putLong(at + 8, 0);
  }

  /**
   * Stops {@code thread} for an instant: what it wrote before is visible to the caller afterwards,
   * what it reads afterwards is as fresh as the caller's writes before. False if that cannot be
   * done to this thread.
   */
  public static boolean stop(Thread thread) {
    try {
      // The VM walks a thread's stack in a handshake with it; nothing else in the Java API does
      // that
      // to one thread on JDK 17 already. An override might not.
      if (thread.getClass().getMethod("getStackTrace").getDeclaringClass() != Thread.class) {
        return false;
      }
      StackTraceElement[] unused = thread.getStackTrace();
      return true;
    } catch (ReflectiveOperationException | RuntimeException forbidden) {
      return false;
    }
  }

  /** Starts a daemon that inherits nothing from the caller, since the caller may be anybody. */
  public static void startDaemon(String name, Runnable task) {
    Thread thread = newThread(name, task);
    thread.setDaemon(true);
    thread.start();
  }

  /** A thread, not started yet, that inherits nothing from the caller. */
  public static Thread newThread(String name, Runnable task) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group != null && group.getParent() != null) {
      group = group.getParent();
    }
    Thread thread = privileged(group, task, name);
    thread.setContextClassLoader(null);
    thread.setPriority(Thread.NORM_PRIORITY);
    return thread;
  }

  /** On JDK 17 a thread keeps its maker's access control context, and class loaders with it. */
  @SuppressWarnings("removal")
  private static Thread privileged(@Nullable ThreadGroup group, Runnable task, String name) {
    return AccessController.doPrivileged(
        new PrivilegedAction<Thread>() {
          @Override
          public Thread run() {
            return new Thread(group, task, name, 0, false);
          }
        });
  }

  /** Up to here a loop of stores is quicker than the call into the VM. */
  private static final long ZERO_BY_HAND_BYTES = 256;

  /** Likewise: the compiler makes wide stores of it; wider ones from JDK 25 on. */
  private static final long ZERO_IN_LOOP_BYTES =
      Runtime.version().feature() >= 25 ? 256 << 10 : 16 << 10;

  /**
   * The first that works: the road of the agent, which costs no start-up; what a flag of the user's
   * opens; what gives no page back.
   */
  private static Os select() {
    for (String name : new String[] {"InternalOs", "NativeOs", "PortableOs"}) {
      Os chosen = open(name);
      if (chosen != null) {
        return chosen;
      }
    }
    throw new LinkageError(
        "no access to native memory: neither jdk.internal.misc.Unsafe nor sun.misc.Unsafe can be"
            + " reached; add the module jdk.unsupported, or on JDK 22 and later give this one"
            + " --enable-native-access");
  }

  /** An implementation, compiled apart and therefore found by name; null where it cannot work. */
  private static @Nullable Os open(String simpleName) {
    try {
      String name = Os.class.getPackageName() + "." + simpleName;
      Class<?> type = Class.forName(name, true, Os.class.getClassLoader());
      return (Os) type.getDeclaredMethod("open").invoke(null);
    } catch (ReflectiveOperationException | LinkageError notReachable) {
      return null;
    }
  }
}
