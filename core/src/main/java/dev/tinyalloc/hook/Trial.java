package dev.tinyalloc.hook;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.Heap;
import dev.tinyalloc.site.Sites;
import java.nio.ByteBuffer;

/**
 * Buffers that are made and freed only to see how long that takes, by the roads that the program's
 * take. No site counts them, and what the tiers count is kept here to be subtracted.
 */
public final class Trial {

  /** So much of direct memory must be left; else the program might miss it. */
  private static final long ROOM_BYTES = 16 << 20;

  private static final long[] ALLOCATIONS = new long[AllocatorStats.sizeClasses()];

  private Trial() {}

  /** Whether direct memory has room; without it a trial would have the collector look for some. */
  public static boolean hasRoom() {
    return BufferHook.mode() != Mode.OFF
        && !Jdk.THUNKS.pageAligned
        && Sites.TOTAL.level() < Jdk.THUNKS.limit - ROOM_BYTES;
  }

  /**
   * How long {@code count} buffers of {@code bytes} bytes take, made and freed one after the other,
   * in nanoseconds.
   *
   * @param redirected whether TinyAlloc serves them, whatever the mode is, or the JDK
   * @throws OutOfMemoryError if there is no memory
   */
  public static synchronized long nanos(boolean redirected, int bytes, int count) {
    if (redirected && !Heap.current().isLargeBuffer(bytes)) {
      ALLOCATIONS[AllocatorStats.sizeClass(Math.max(bytes, 16))] += count;
    }
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Jdk.THUNKS.free(redirected ? ours(bytes) : BufferHook.jdkBuffer(bytes));
    }
    return System.nanoTime() - start;
  }

  private static ByteBuffer ours(int bytes) {
    Lane lane = Jdk.BUFFERS.reserve(bytes);
    ByteBuffer buffer = null;
    try {
      buffer = BufferHook.served(lane, bytes, 0);
    } finally {
      if (buffer == null) {
        Jdk.BUFFERS.unreserve(bytes);
      }
    }
    if (buffer == null) {
      throw new OutOfMemoryError("no memory for a trial of " + bytes + " bytes");
    }
    return buffer;
  }

  /** Blocks of {@code sizeClass} that were handed out for trials. */
  public static synchronized long allocations(int sizeClass) {
    return ALLOCATIONS[sizeClass];
  }
}
