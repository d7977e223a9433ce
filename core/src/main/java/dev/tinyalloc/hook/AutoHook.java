package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.site.SiteTally;
import org.jspecify.annotations.Nullable;

/**
 * Called from the classes of ours in the JDK's package of arenas: memory for segments that end when
 * nobody can reach them, and that count against the limit of direct memory. Throws nothing but what
 * the JDK throws at the limit.
 */
public final class AutoHook {

  /** What {@code malloc} aligns to; for more, the JDK counts what it takes more, in bytes. */
  private static final long MALLOC_ALIGNMENT = 16;

  private AutoHook() {}

  /** Counts an arena that {@code opening} has opened. */
  public static void opened(int opening) {
    int line = ArenaHook.line(opening, "auto");
    try {
      if (line > 0) {
        Lane.current().opening(line).opened();
      }
    } catch (Throwable ours) {
      ArenaHook.notCounted(ours);
    }
  }

  /**
   * Memory for the first segment of {@code arena}, which goes back when {@code session} is
   * unreachable; counted.
   *
   * @return its address, or 0: it takes another road
   * @throws OutOfMemoryError the JDK's own, at the limit of direct memory
   */
  public static long takeFirst(
      AutoArena arena, Object session, long bytes, long alignment, int site, boolean zeroed) {
    if (!isPlain(bytes, alignment) || !Jdk.KEEPS_BOOKS || !arena.claim()) {
      return 0;
    }
    long address = 0;
    try {
      Lane unused = BufferHook.reserved((int) bytes);
      address = takeReserved(arena, session, (int) bytes, site, zeroed);
    } finally {
      if (address == 0) {
        arena.unclaim();
      }
    }
    if (address != 0) {
      countInBooks((int) bytes, address, site);
    }
    return address;
  }

  /**
   * Takes the block of {@link #takeFirst} away from the collector, since the arena has resources
   * that must end before it.
   *
   * @param kept what {@link AutoArena#keep} was given
   * @return what frees it instead, once; null if it was freed
   */
  public static @Nullable Runnable freeLater(Object kept) {
    return Jdk.BUFFERS.freeLater(kept);
  }

  /** Whether the JDK would count the same number of bytes for it in both of its books. */
  private static boolean isPlain(long bytes, long alignment) {
    return bytes > 0
        && bytes <= Integer.MAX_VALUE
        && (bytes & 7) == 0
        && alignment <= MALLOC_ALIGNMENT;
  }

  private static long takeReserved(
      AutoArena arena, Object session, int bytes, int site, boolean zeroed) {
    long address = 0;
    boolean taken = false;
    try {
      address = Lane.current().heap().tryAllocSegment(MALLOC_ALIGNMENT, bytes, zeroed);
      taken = address != 0 && handOver(arena, session, bytes, address, site);
    } catch (Throwable ours) {
      ArenaHook.leftToJdk(ours);
    }
    if (!taken) {
      Jdk.BUFFERS.unreserve(bytes);
      boolean unused = address != 0 && TinyAlloc.tryFree(address);
      return 0;
    }
    return address;
  }

  private static boolean handOver(
      AutoArena arena, Object session, int bytes, long address, int site) {
    int id = sampled(bytes, site);
    Lane lane = Lane.current();
    boolean done = false;
    try {
      LaneTally tally = id == site ? lane.tally(site) : null;
      done = Jdk.BUFFERS.freeWith(lane, tally, session, arena, bytes, address, id);
    } finally {
      if (!done) {
        Sampling.undo(id);
      }
    }
    return done;
  }

  /** Once the block is handed over, whatever happens here. */
  private static void countInBooks(int bytes, long address, int site) {
    try {
      Lane lane = Lane.current();
      long cost = lane.heap().bufferCost(address, bytes);
      lane.allocatedInBooks(lane.tally(site), bytes, cost, lane.heap().isLarge(bytes));
    } catch (Throwable ours) {
      ArenaHook.notCounted(ours);
    }
  }

  /** What the JDK takes for a segment, in bytes; at least 1. */
  public static long reservedBytes(long bytes, long alignment, boolean zeroed) {
    long size = Math.max(1, bytes);
    long rounded = zeroed ? (size + 7) & -8 : size;
    return alignment > MALLOC_ALIGNMENT ? rounded + alignment - MALLOC_ALIGNMENT : rounded;
  }

  /**
   * Memory for any segment, counted; {@link #release} takes it back.
   *
   * @return its address, or 0: the JDK is to serve it
   * @throws OutOfMemoryError the JDK's own, at the limit of direct memory
   */
  public static long take(long bytes, long alignment, int site, boolean zeroed) {
    if (!Jdk.KEEPS_BOOKS) {
      return 0;
    }
    long reserved = reservedBytes(bytes, alignment, zeroed);
    reserve(reserved, Math.max(1, bytes));
    long address = 0;
    boolean taken = false;
    try {
      address = Lane.current().heap().tryAllocSegment(alignment, bytes, zeroed);
      taken = address != 0 && count(bytes, address, site);
    } catch (Throwable ours) {
      ArenaHook.leftToJdk(ours);
    }
    if (!taken) {
      Jdk.MEMORY.unreserve(reserved, Math.max(1, bytes));
      boolean unused = address != 0 && TinyAlloc.tryFree(address);
      return 0;
    }
    return address;
  }

  private static void reserve(long size, long bytes) {
    if (!Jdk.MEMORY.tryReserve(size, bytes)) {
      Lane.settleAll();
      try {
        Jdk.BRIDGE.reserve(size, bytes);
      } catch (OutOfMemoryError limit) {
        Exhaustion.met(limit);
        throw limit;
      }
    }
    BufferHook.inUse(Jdk.MEMORY.reserved());
  }

  private static boolean count(long bytes, long address, int site) {
    Lane lane = Lane.current();
    @Nullable SiteTally tally = lane.tally(site);
    lane.allocatedSegment(tally, bytes, Heap.costOf(address), lane.heap().isLarge(bytes));
    return true;
  }

  /**
   * Samples a segment of {@code bytes} bytes that was taken or served here, if that is due.
   *
   * @return what {@link #release} or {@link #freed} is to be told in place of {@code site}
   */
  public static int sampled(long bytes, int site) {
    Lane lane = Lane.currentOrNull();
    return lane != null && lane.clock.isDue(bytes) ? Sampling.begin(lane, site, bytes) : site;
  }

  /** Gives back what {@link #take} gave. Throws nothing. */
  public static void release(long address, long reserved, long bytes, int site) {
    BlockEnd.giveBack(address);
    Jdk.MEMORY.unreserve(reserved, Math.max(1, bytes));
    BlockEnd.count(site, bytes);
  }

  /**
   * Counts a segment that the JDK has served; {@link #freed} counts its end.
   *
   * @return whether there was stack and Java heap enough to count it
   */
  public static boolean served(long bytes, int site) {
    try {
      Lane lane = Lane.current();
      lane.observedSegment(lane.tally(site), bytes, lane.heap().bufferCost(Math.max(1, bytes)));
      return true;
    } catch (Throwable ours) {
      ArenaHook.notCounted(ours);
      return false;
    }
  }

  /** Counts the end of what {@link #served} has counted. Throws nothing. */
  public static void freed(long bytes, int site) {
    BlockEnd.count(site, bytes);
  }
}
