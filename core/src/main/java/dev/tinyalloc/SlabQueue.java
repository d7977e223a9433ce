package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/**
 * All slabs of one heap and one size class: makes them, finds the one to allocate from, gives the
 * empty ones back.
 *
 * <p>Only the owner of the heap comes here. A slab that runs out is forgotten until a free brings
 * it back: into {@link #room}, or to its segment if nothing in it is used. The current slab stays
 * when it empties. So alternating over the edge of a slab never makes or destroys one.
 */
final class SlabQueue {

  /** Stands in while there is no current slab: no block, no owner. */
  private static final Slab NONE = new Slab();

  final Heap heap;
  final int sizeClass;
  final int blockBytes;

  private Slab current = NONE;

  /** Slabs with free blocks, the current one not among them. */
  private @Nullable Slab room;

  /** Blocks ever handed out. */
  private long allocations;

  SlabQueue(Heap heap, int sizeClass) {
    this.heap = heap;
    this.sizeClass = sizeClass;
    this.blockBytes = SizeClasses.blockBytes(sizeClass);
  }

  /** A block, or 0 if the system has no memory. */
  long pop() {
    long block = current.pop();
    if (block == 0) {
      block = popSlow();
    }
    allocations++;
    return block;
  }

  /** Takes back a block of {@code slab}, which is ours; false if it was not live. */
  boolean push(Slab slab, long block) {
    int index = slab.indexOf(block);
    if (index < 0 || slab.isFree(index, block)) {
      return false;
    }
    if (slab == current && slab.heat(block)) {
      return true;
    }
    slab.push(index);
    if (slab.used == slab.edge) {
      edgeReached(slab);
    }
    return true;
  }

  private long popSlow() {
    StackProbe.touch();
    while (!current.advance()) {
      if (!nextSlab()) {
        allocations--;
        return 0;
      }
    }
    return current.pop();
  }

  /** Finds the exhausted current slab a successor, or blocks after all; false if there is none. */
  private boolean nextSlab() {
    if (room == null) {
      // Not every free that trickles in: the bitmap would travel between the threads for each.
      heap.collectRemoteFrees(false);
    }
    if (current.used < current.capacity) {
      return true;
    }
    Slab next = room != null ? unlink(room) : heap.newSlab(this);
    if (next == null) {
      // No memory: now every single free counts.
      heap.collectRemoteFrees(true);
      next = room != null ? unlink(room) : null;
    }
    return next != null ? makeCurrent(next) : current.used < current.capacity;
  }

  private boolean makeCurrent(Slab next) {
    if (current != NONE) {
      current.state = Slab.State.FULL;
      current.edge = current.capacity - 1;
    }
    next.state = Slab.State.CURRENT;
    next.edge = -1;
    current = next;
    return true;
  }

  /** A free made a full slab usable, or the last used block of a slab came back. */
  private void edgeReached(Slab slab) {
    StackProbe.touch();
    if (slab.state == Slab.State.FULL) {
      link(slab);
    }
    if (slab.used == 0) {
      retire(slab);
    }
  }

  /**
   * Takes in what other threads have freed in {@code slab}, which has just left the pending ones.
   */
  void collect(Slab slab) {
    if (slab.collect() > 0 && slab.state != Slab.State.CURRENT) {
      edgeReached(slab);
    }
  }

  /** Gives back all that is empty, the hot block and the current slab included. */
  void trim() {
    if (current != NONE) {
      current.cool();
      if (current.used == 0) {
        current.state = Slab.State.RETIRED;
        heap.giveBack(current);
        current = NONE;
      }
    }
  }

  private void retire(Slab slab) {
    unlink(slab);
    slab.state = Slab.State.RETIRED;
    heap.giveBack(slab);
  }

  private void link(Slab slab) {
    slab.state = Slab.State.ROOM;
    slab.edge = 0;
    slab.previous = null;
    slab.next = room;
    if (room != null) {
      room.previous = slab;
    }
    room = slab;
  }

  private Slab unlink(Slab slab) {
    if (slab.previous == null) {
      room = slab.next;
    } else {
      slab.previous.next = slab.next;
    }
    if (slab.next != null) {
      slab.next.previous = slab.previous;
    }
    slab.next = null;
    slab.previous = null;
    return slab;
  }

  /** Forgets everything; the heap gives the segments back whole. */
  void clear() {
    current = NONE;
    room = null;
  }

  /** Blocks ever handed out. */
  long allocations() {
    return allocations;
  }

  /** That the list holds what it should. Owner only. */
  boolean isValid() {
    Slab before = null;
    for (Slab slab = room; slab != null; slab = slab.next) {
      if (slab.state != Slab.State.ROOM || slab.queue != this || slab.previous != before) {
        return false;
      }
      if (slab.edge != 0 || slab.used == 0 || slab.used == slab.capacity || !slab.isValid()) {
        return false;
      }
      before = slab;
    }
    return current.isValid();
  }
}
