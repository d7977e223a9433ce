package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/**
 * The segments of one heap, and the slabs cut from them. Owner only.
 *
 * <p>The list holds those with free granules; full ones are reached through their slabs alone, so
 * that the search for room does not pass them. Each size class asks first the segment that gave its
 * last slab: slabs of a class live and die together, and so do their segments then. One empty
 * segment stays in reserve, so that alternating over the edge of a segment never acquires or
 * releases one.
 *
 * <p>In the list ⇔ {@code uncutBytes > 0}; {@code reserve == null}, or it is the only empty one;
 * {@code hot[c] == null}, or it is ours or has nothing to take.
 */
final class HeapSegments {

  /** So many segments are tried for a run of granules before a new one is acquired. */
  private static final int SEARCH = 16;

  private final Heap heap;

  /** Segments with free granules, newest first. */
  private @Nullable Segment first;

  /** The empty segment among them. */
  private @Nullable Segment reserve;

  /** By size class: the segment of its last slab. */
  private final @Nullable Segment[] hot = new Segment[SizeClasses.COUNT];

  HeapSegments(Heap heap) {
    this.heap = heap;
  }

  /** A slab for {@code queue}, all of whose blocks are free, or null if there is no memory. */
  @Nullable Slab cut(SlabQueue queue) {
    int granules = SizeClasses.granules(queue.sizeClass);
    Segment segment = hot[queue.sizeClass];
    Slab hotSlab = segment == null ? null : cutFrom(segment, granules, queue);
    return hotSlab != null ? hotSlab : cutFromAny(granules, queue);
  }

  private @Nullable Slab cutFromAny(int granules, SlabQueue queue) {
    Segment segment = first;
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
      link(segment);
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
    if (segment == reserve) {
      reserve = null;
    }
    unlink(segment);
    if (segment.uncutBytes() > 0) {
      link(segment);
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
      link(segment);
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
    for (Slab slab : SpanTable.slabs()) {
      if (slab.heap == heap) {
        put(slab);
      }
    }
    trim();
  }

  private void release(Segment segment) {
    unlink(segment);
    segment.retire();
    GlobalArena.release(segment);
  }

  private void link(Segment segment) {
    segment.previous = null;
    segment.next = first;
    if (first != null) {
      first.previous = segment;
    }
    first = segment;
  }

  private void unlink(Segment segment) {
    if (segment.previous == null) {
      first = segment.next;
    } else {
      segment.previous.next = segment.next;
    }
    if (segment.next != null) {
      segment.next.previous = segment.previous;
    }
    segment.next = null;
    segment.previous = null;
  }

  /** The equations at the top, and that the list hangs together and all in it is the heap's. */
  boolean isValid() {
    Segment before = null;
    for (Segment segment = first; segment != null; segment = segment.next) {
      if (segment.heap() != heap || segment.previous != before || segment.uncutBytes() == 0) {
        return false;
      }
      if (segment.isEmpty() != (segment == reserve)) {
        return false;
      }
      before = segment;
    }
    for (Segment segment : hot) {
      if (segment != null && segment.heap() != heap) {
        return false;
      }
    }
    return true;
  }
}
