package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.site.SiteTally;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Called from rewritten code in place of {@code ByteBuffer.allocateDirect}.
 *
 * <p>Serves the buffer from the calling carrier's heap, or lets the JDK serve it and counts. What
 * the JDK's method throws is thrown here at the same moments; nothing else ever is.
 */
public final class BufferHook {

  /** Null until installed. Written once, before any class is rewritten. */
  private static @Nullable Bridge bridge;

  private static @Nullable Thunks thunks;

  private static volatile Mode mode = Mode.OFF;

  private BufferHook() {}

  /**
   * Makes the hooks work. The packages {@code jdk.internal.misc}, {@code jdk.internal.ref} and
   * {@code sun.nio.ch} must be exported to this module by now.
   *
   * @throws ReflectiveOperationException or LinkageError if they are not; nothing has changed then
   */
  public static void install(Bridge newBridge, Mode newMode) throws ReflectiveOperationException {
    Complaint.prepare();
    thunks = Thunks.open();
    bridge = newBridge;
    mode = newMode;
  }

  /** Changes who serves from now on; buffers handed out already are freed as they were made. */
  public static void mode(Mode newMode) {
    mode = newMode;
  }

  /** Who serves now. */
  public static Mode mode() {
    return mode;
  }

  /**
   * {@code ByteBuffer.allocateDirect(capacity)}, counted at {@code site}.
   *
   * <p>Capacity 0 is left to the JDK: programs build buffers over foreign memory on such objects.
   */
  public static ByteBuffer allocateDirect(int capacity, int site) {
    Mode now = mode;
    Bridge jdk = bridge;
    if (now == Mode.OFF || jdk == null || capacity < 0) {
      return ByteBuffer.allocateDirect(capacity);
    }
    if (now == Mode.OBSERVE || capacity == 0 || pageAligned()) {
      return observed(capacity, site);
    }
    return redirected(jdk, capacity, site);
  }

  private static ByteBuffer redirected(Bridge jdk, int capacity, int site) {
    // First of all: it may wait for a collection, and a virtual thread change carriers meanwhile.
    jdk.reserve(capacity, capacity);
    ByteBuffer buffer = null;
    try {
      buffer = served(jdk, capacity, site);
    } catch (VirtualMachineError exhausted) {
      // No Java heap or no stack left: the JDK's own road will say so, or get by with less.
      buffer = null;
    } catch (Throwable ours) {
      Complaint.sayQuietly("a buffer was left to the JDK", ours);
    }
    if (buffer == null) {
      jdk.unreserve(capacity, capacity);
      return observed(capacity, site);
    }
    return buffer;
  }

  /** A buffer over a block of ours, counted; null if there is no memory. */
  private static @Nullable ByteBuffer served(Bridge jdk, int capacity, int site) {
    // Made first what may need memory: from the buffer on, nothing may fail.
    Lane lane = Lane.current();
    SiteTally tally = lane.tally(site);
    Heap heap = Heap.current();
    long address = heap.tryAllocBuffer(capacity);
    if (address == 0) {
      return null;
    }
    ByteBuffer buffer = wrapped(jdk, address, capacity, site);
    if (Heap.mayWait()) {
      lane = Lane.current();
      tally = lane.tally(site);
    }
    long cost = heap.bufferCost(address, capacity);
    lane.allocated(tally, capacity, cost, heap.isLargeBuffer(capacity));
    return buffer;
  }

  private static ByteBuffer wrapped(Bridge jdk, long address, int capacity, int site) {
    try {
      return jdk.newBuffer(capacity, address, new BlockRelease(jdk, address, capacity, site));
    } catch (Throwable heapIsFull) {
      boolean unused = TinyAlloc.tryFree(address);
      throw heapIsFull;
    }
  }

  /** The JDK's own buffer, whose end is counted. */
  private static ByteBuffer observed(int capacity, int site) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    try {
      count(buffer, capacity, site);
    } catch (Throwable ours) {
      Complaint.sayQuietly("a buffer could not be counted", ours);
    }
    return buffer;
  }

  private static void count(ByteBuffer buffer, int capacity, int site) {
    Lane lane = Lane.current();
    SiteTally tally = lane.tally(site);
    Thunks access = thunks;
    Runnable jdkRelease = access == null ? null : access.get(buffer);
    if (access != null && jdkRelease != null) {
      access.set(buffer, new CountedRelease(jdkRelease, capacity, site));
    }
    lane.allocated(tally, capacity);
  }

  private static boolean pageAligned() {
    Thunks access = thunks;
    return access != null && access.pageAligned;
  }
}
