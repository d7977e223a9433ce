package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/**
 * The segments of one heap, and the slabs cut from them. Owner only.
 *
 * <p>Those with free granules are in one list, full ones in another, so that the search for room
 * does not pass them. Each size class asks first the segment that gave its last slab: slabs of a
 * class live and die together, and so do their segments then. One empty segment stays in reserve,
 * so that alternating over the edge of a segment never acquires or releases one.
 *
 * <p>{@code uncutBytes > 0} for all in {@link #room}, {@code = 0} for all in {@link #full}; {@code
 * reserve == null}, or it is the only empty one; {@code hot[c] == null}, or it is ours or has
 * nothing to take; {@code Σ slab.bytes + uncutBytes = Segment.BYTES} for each.
 */
final class HeapSegments {

  /** So many segments are tried for a run of granules before a new one is acquired. */
  private static final int SEARCH = 16;

  private final HeapTiers heap;

  private final SegmentList room = new SegmentList();
  private final SegmentList full = new SegmentList();

  /** The empty segment in {@link #room}. */
  private @Nullable Segment reserve;

  /** By size class: the segment of its last slab. */
  private final @Nullable Segment[] hot = new Segment[SizeClasses.COUNT];

  /** Segments ever taken from the arenas, and slabs ever cut. */
  private long acquired;

  private long cut;

  HeapSegments(HeapTiers heap) {
    this.heap = heap;
  }

  /** A slab for {@code queue}, all of whose blocks are free, or null if there is no memory. */
  @Nullable Slab cut(SlabQueue queue) {
    int granules = SizeClasses.granules(queue.sizeClass);
    Segment segment = hot[queue.sizeClass];
    Slab slab = segment == null ? null : cutFrom(segment, granules, queue);
    return slab != null ? slab : cutFromAny(granules, queue);
  }

  private @Nullable Slab cutFromAny(int granules, SlabQueue queue) {
    Segment segment = room.first();
    for (int tries = 0; segment != null && tries < SEARCH; tries++) {
      Slab slab = segment == reserve ? null : cutFrom(segment, granules, queue);
      if (slab != null) {
        return slab;
      }
      segment = segment.next;
    }
    return cutFromEmpty(granules, queue);
  }

  private @Nullable Slab cutFromEmpty(int granules, SlabQueue queue) {
    Segment segment = reserve;
    if (segment == null) {
      segment = GlobalArena.acquire(heap);
      if (segment == null) {
        return null;
      }
      acquired++;
      room.add(segment);
      reserve = segment;
    }
    return cutFrom(segment, granules, queue);
  }

  private @Nullable Slab cutFrom(Segment segment, int granules, SlabQueue queue) {
    long base = segment.take(granules);
    if (base == 0) {
      return null;
    }
    Slab slab = slab(queue, segment, base, granules);
    hot[queue.sizeClass] = segment;
    cut++;
    if (segment == reserve) {
      reserve = null;
    }
    if (segment.uncutBytes() == 0) {
      room.remove(segment);
      full.add(segment);
    }
    return slab;
  }

  private static Slab slab(SlabQueue queue, Segment segment, long base, int granules) {
    try {
      Slab slab = new Slab(queue, segment, base, granules << SizeClasses.GRANULE_SHIFT);
      SpanTable.addGranules(slab);
      return slab;
    } catch (Throwable heapIsFull) {
      segment.put(base, granules);
      throw heapIsFull;
    }
  }

  /** Takes back an empty slab. */
  void put(Slab slab) {
    SpanTable.removeGranules(slab);
    Segment segment = slab.segment;
    if (segment.uncutBytes() == 0) {
      full.remove(segment);
      room.add(segment);
    }
    segment.put(slab.base, (int) (slab.bytes >>> SizeClasses.GRANULE_SHIFT));
    if (!segment.isEmpty()) {
      return;
    }
    if (reserve == null) {
      reserve = segment;
    } else {
      release(segment);
    }
  }

  /** Whether {@link #trim} would give something back. Exact for the owner alone. */
  boolean isTrimmable() {
    return reserve != null;
  }

  /** Gives the reserve back. */
  void trim() {
    if (reserve != null) {
      release(reserve);
      reserve = null;
    }
  }

  /** Gives all segments back, with all that is live in them. */
  void clear() {
    while (full.first() != null) {
      putAll(full.first());
    }
    trim();
    while (room.first() != null) {
      putAll(room.first());
      trim();
    }
  }

  /** Takes back all slabs of {@code segment}, which is not empty. */
  private void putAll(Segment segment) {
    long end = segment.base() + Segment.BYTES;
    for (long at = segment.base(); at < end; at += SizeClasses.GRANULE_BYTES) {
      if (SpanTable.find(at) instanceof Slab slab && slab.segment == segment) {
        put(slab);
      }
    }
  }

  private void release(Segment segment) {
    room.remove(segment);
    segment.retire();
    GlobalArena.release(segment);
  }

  /** Segments ever taken from the arenas. */
  long acquired() {
    return acquired;
  }

  /** Slabs ever cut. */
  long cut() {
    return cut;
  }

  /** The equations at the top, and that all that is here is the heap's. */
  boolean isValid() {
    for (Segment segment : hot) {
      if (segment != null && segment.heap() != heap) {
        return false;
      }
    }
    return room.isValid() && full.isValid() && isValid(room, false) && isValid(full, true);
  }

  private boolean isValid(SegmentList list, boolean isFull) {
    for (Segment segment = list.first(); segment != null; segment = segment.next) {
      if (segment.heap() != heap
          || (segment.uncutBytes() == 0) != isFull
          || segment.isEmpty() != (segment == reserve)
          || slabBytes(segment) + segment.uncutBytes() != Segment.BYTES) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of all slabs of {@code segment}; less than 0 if one of them is not valid. */
  private static long slabBytes(Segment segment) {
    long sum = 0;
    long end = segment.base() + Segment.BYTES;
    for (long at = segment.base(); at < end; at += SizeClasses.GRANULE_BYTES) {
      if (SpanTable.find(at) instanceof Slab slab && slab.base == at) {
        sum += slab.isValid() ? slab.bytes : -Segment.BYTES;
      }
    }
    return sum;
  }
}
