package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/**
 * One MiB of an arena, aligned to its size, cut into slabs for one heap.
 *
 * <p>A segment counts in granules of 64 KiB: {@code BYTES = GRANULES × 64 KiB}. It is large enough
 * for a slab of the largest class. Only the owning heap touches it.
 */
final class Segment {

  static final int GRANULES = 16;
  static final long BYTES = (long) GRANULES << SizeClasses.GRANULE_SHIFT;

  private static final int ALL_FREE = (1 << GRANULES) - 1;

  private final HeapTiers heap;
  private final GlobalArena arena;
  private final int indexInArena;
  private final long base;

  /** Bit set: the granule belongs to no slab. */
  private int free = ALL_FREE;

  /** Links in the list of the owning heap. */
  @Nullable Segment next;

  @Nullable Segment previous;

  Segment(HeapTiers heap, GlobalArena arena, int indexInArena, long base) {
    this.heap = heap;
    this.arena = arena;
    this.indexInArena = indexInArena;
    this.base = base;
  }

  /** Address of {@code granules} granules in a row that are the caller's from now on, or 0. */
  long take(int granules) {
    int starts = free;
    for (int i = 1; i < granules; i++) {
      starts &= free >>> i;
    }
    if (starts == 0) {
      return 0;
    }
    int first = Integer.numberOfTrailingZeros(starts);
    free &= ~mask(first, granules);
    return base + ((long) first << SizeClasses.GRANULE_SHIFT);
  }

  /** Takes back what {@link #take} gave. */
  void put(long address, int granules) {
    free |= mask((int) (address - base) >>> SizeClasses.GRANULE_SHIFT, granules);
  }

  /** Gives nothing from now on: the memory is the arena's again. */
  void retire() {
    free = 0;
  }

  boolean isEmpty() {
    return free == ALL_FREE;
  }

  /** Bytes in no slab. */
  long uncutBytes() {
    return (long) Integer.bitCount(free) << SizeClasses.GRANULE_SHIFT;
  }

  HeapTiers heap() {
    return heap;
  }

  /** First address. */
  long base() {
    return base;
  }

  GlobalArena arena() {
    return arena;
  }

  int indexInArena() {
    return indexInArena;
  }

  private static int mask(int first, int granules) {
    return ((1 << granules) - 1) << first;
  }
}
