package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Address space for segments, shared by all heaps, reserved once and never given up.
 *
 * <p>Arenas grow by the plan's formula: every {@code batch} (8) arenas the size doubles, from an
 * initial 4 MiB up to 2<sup>{@code shift}</sup> (6) times that. A bitmap says which segments are
 * free and another which of the free ones still hold pages from their last use; those go out first,
 * being warm. Everything here happens once per MiB, under one lock.
 *
 * <p>{@code committed = inUse + empty}, in segments over all arenas: {@code empty} is free but not
 * decommitted.
 */
final class GlobalArena {

  private static final SpinLock LOCK = new SpinLock();
  private static GlobalArena[] arenas = {};

  /** The first arena that may have a free segment; all before it are full. */
  private static int hint;

  /** Reserved for the next arena, which could not be made for want of Java heap; or 0. */
  private static long spare;

  private static long reservedBytes;
  private static long inUseSegments;
  private static long emptySegments;

  private final int index;
  private final long base;
  private final int segments;

  /** Bit set: the segment is free. */
  private final long[] free;

  /** Bit set: the segment is free and still committed. {@code warm ⊆ free}. */
  private final long[] warm;

  /**
   * Bit set: the segment was warm in the purger's last round, and has been since; {@code cooling ⊆
   * warm}.
   */
  private final long[] cooling;

  private int freeCount;

  private GlobalArena(int index, long base, int segments) {
    this.index = index;
    this.base = base;
    this.segments = segments;
    this.free = new long[(segments + 63) >>> 6];
    this.warm = new long[free.length];
    this.cooling = new long[free.length];
    this.freeCount = segments;
    for (int i = 0; i < segments; i++) {
      free[i >>> 6] |= 1L << i;
    }
  }

  /** Bytes of the arena that comes after {@code arenaCount} others. */
  static long arenaBytes(int arenaCount, long initialBytes, int batch, int maxShift) {
    return initialBytes << Math.min(arenaCount / batch, maxShift);
  }

  /** A segment for {@code heap}, or null if the system or the budget refuses. */
  static @Nullable Segment acquire(HeapTiers heap) {
    LOCK.lock();
    try {
      GlobalArena arena = withRoom();
      return arena == null ? null : arena.take(heap);
    } finally {
      LOCK.unlock();
    }
  }

  /** Takes an empty segment back. It stays committed until purged or used again. */
  static void release(Segment segment) {
    LOCK.lock();
    try {
      segment.arena().put(segment.indexInArena());
    } finally {
      LOCK.unlock();
    }
  }

  /** Decommits every empty segment now. Returns the bytes given back. */
  static long purge() {
    LOCK.lock();
    try {
      long given = 0;
      for (GlobalArena arena : arenas) {
        given += arena.decommit(arena.warm);
      }
      return given;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Decommits the segments that have been empty since the last call. Returns the bytes given back.
   */
  static long purgeCooled() {
    LOCK.lock();
    try {
      long given = 0;
      for (GlobalArena arena : arenas) {
        given += arena.decommit(arena.cooling);
        System.arraycopy(arena.warm, 0, arena.cooling, 0, arena.warm.length);
      }
      return given;
    } finally {
      LOCK.unlock();
    }
  }

  /** Sizes in bytes, of one moment: address space taken, segments with a heap, empty ones. */
  record Totals(long reservedBytes, long inUseBytes, long emptyBytes) {}

  static Totals totals() {
    LOCK.lock();
    try {
      return new Totals(
          reservedBytes, inUseSegments * Segment.BYTES, emptySegments * Segment.BYTES);
    } finally {
      LOCK.unlock();
    }
  }

  /** Whether counts and bitmaps of all arenas agree. */
  static boolean isValid() {
    LOCK.lock();
    try {
      long used = 0;
      long warmCount = 0;
      for (GlobalArena arena : arenas) {
        if (!arena.isSelfValid()) {
          return false;
        }
        used += arena.segments - arena.freeCount;
        warmCount += bits(arena.warm);
      }
      return used == inUseSegments && warmCount == emptySegments;
    } finally {
      LOCK.unlock();
    }
  }

  private boolean isSelfValid() {
    for (int i = 0; i < free.length; i++) {
      if ((warm[i] & ~free[i]) != 0 || (cooling[i] & ~warm[i]) != 0) {
        return false;
      }
    }
    return bits(free) == freeCount;
  }

  private static @Nullable GlobalArena withRoom() {
    while (hint < arenas.length) {
      if (arenas[hint].freeCount > 0) {
        return arenas[hint];
      }
      hint++;
    }
    return grow();
  }

  private static @Nullable GlobalArena grow() {
    long bytes =
        arenaBytes(
            arenas.length,
            Settings.ARENA_INITIAL_BYTES,
            Settings.ARENA_BATCH,
            Settings.ARENA_MAX_SHIFT);
    long base = spare != 0 ? spare : Os.CURRENT.reserve(bytes, Segment.BYTES);
    if (base == 0) {
      return null;
    }
    spare = base;
    int index = arenas.length;
    GlobalArena arena = new GlobalArena(index, base, (int) (bytes / Segment.BYTES));
    arenas = Arrays.copyOf(arenas, index + 1);
    arenas[index] = arena;
    spare = 0;
    reservedBytes += bytes;
    hint = index;
    return arena;
  }

  /** A free segment, a warm one first; null if the budget does not allow it. */
  private @Nullable Segment take(HeapTiers heap) {
    int index = firstSet(warm);
    boolean isWarm = index >= 0;
    if (!isWarm) {
      index = firstSet(free);
    }
    // Made before anything changes: the Java heap may be full.
    Segment segment = new Segment(heap, this, index, base + index * Segment.BYTES);
    if (!isWarm && !Budget.tryTake(Segment.BYTES)) {
      return null;
    }
    long bit = 1L << index;
    int word = index >>> 6;
    free[word] &= ~bit;
    warm[word] &= ~bit;
    cooling[word] &= ~bit;
    freeCount--;
    inUseSegments++;
    emptySegments -= isWarm ? 1 : 0;
    return segment;
  }

  private void put(int segment) {
    free[segment >>> 6] |= 1L << segment;
    warm[segment >>> 6] |= 1L << segment;
    freeCount++;
    inUseSegments--;
    emptySegments++;
    hint = Math.min(hint, index);
  }

  /** Decommits the segments in {@code which}, all of them warm. Returns the bytes given back. */
  private long decommit(long[] which) {
    long given = 0;
    for (int segment = firstSet(which); segment >= 0; segment = firstSet(which)) {
      if (!Os.CURRENT.decommit(base + segment * Segment.BYTES, Segment.BYTES)) {
        return given;
      }
      long bit = 1L << segment;
      warm[segment >>> 6] &= ~bit;
      cooling[segment >>> 6] &= ~bit;
      emptySegments--;
      Budget.put(Segment.BYTES);
      given += Segment.BYTES;
    }
    return given;
  }

  private static int firstSet(long[] words) {
    for (int i = 0; i < words.length; i++) {
      if (words[i] != 0) {
        return (i << 6) + Long.numberOfTrailingZeros(words[i]);
      }
    }
    return -1;
  }

  private static int bits(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }
}
