package dev.tinyalloc;

import dev.tinyalloc.os.StackProbe;
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

  final HeapTiers heap;
  final int sizeClass;
  final long blockBytes;

  private Slab current = NONE;

  /**
   * The word of the current slab's bitmap that blocks are popped from, and the address of the block
   * that its lowest bit stands for: {@code words = current.free}, {@code wordBase = current.base +
   * 64 × word × blockBytes}.
   */
  private long[] words = NONE.free;

  private int word;
  private long wordBase;

  /** Slabs with free blocks, the current one not among them. */
  private @Nullable Slab room;

  /** Blocks ever handed out. */
  private long allocations;

  SlabQueue(HeapTiers heap, int sizeClass) {
    this.heap = heap;
    this.sizeClass = sizeClass;
    this.blockBytes = SizeClasses.blockBytes(sizeClass);
  }

  /** A block, or 0 if the system has no memory. */
  long pop() {
    Slab slab = current;
    long block = slab.hot;
    if (block != 0) {
      slab.hot = 0;
      allocations++;
      return block;
    }
    long[] bitmap = words;
    int at = word;
    long bits = bitmap[at];
    if (bits == 0) {
      return popSlow();
    }
    bitmap[at] = bits & (bits - 1);
    allocations++;
    return wordBase + Long.numberOfTrailingZeros(bits) * blockBytes;
  }

  /** Whether the next block is the one that was freed last. A guess, unless the owner asks. */
  boolean hasHot() {
    return current.hot != 0;
  }

  /**
   * Takes back block {@code index} of {@code slab}, which is ours and begins at {@code block};
   * false if it is not live.
   */
  boolean push(Slab slab, int index, long block) {
    if (slab.isFree(index, block) || !slab.push(index)) {
      return false;
    }
    if (slab != current) {
      slab.used--;
      settle(slab);
    }
    return true;
  }

  private long popSlow() {
    // The first word, not the next: what is in use stays together, and what is hot is used again.
    int first = current.firstFreeWord();
    while (first < 0) {
      if (!nextSlab()) {
        return 0;
      }
      first = current.firstFreeWord();
    }
    aim(first);
    return pop();
  }

  private void aim(int newWord) {
    words = current.free;
    word = newWord;
    wordBase = current.base + 64L * newWord * blockBytes;
  }

  /** Finds the exhausted current slab a successor, or blocks after all; false if there is none. */
  private boolean nextSlab() {
    StackProbe.touch();
    if (room == null) {
      // Not every free that trickles in: the bitmap would travel between the threads for each.
      heap.collectRemoteFrees(false);
    }
    if (current.firstFreeWord() >= 0) {
      return true;
    }
    Slab next = room != null ? unlink(room) : heap.newSlab(this);
    return next != null ? makeCurrent(next) : scrape();
  }

  /** There is no memory: now every single free counts. */
  private boolean scrape() {
    heap.collectRemoteFrees(true);
    return current.firstFreeWord() >= 0 || (room != null && makeCurrent(unlink(room)));
  }

  private boolean makeCurrent(Slab next) {
    if (current != NONE) {
      current.used = current.capacity;
      current.state(Slab.State.FULL);
    }
    next.state(Slab.State.CURRENT);
    current = next;
    return true;
  }

  /** Puts a slab other than the current one where it belongs after blocks of it came back. */
  private void settle(Slab slab) {
    if (slab.state() == Slab.State.FULL) {
      StackProbe.touch();
      link(slab);
    }
    if (slab.used == 0) {
      StackProbe.touch();
      retire(slab);
    }
  }

  /**
   * Takes in what other threads have freed in {@code slab}, which has just left the pending ones.
   */
  void collect(Slab slab) {
    if (slab == current) {
      // A bit for the hot block is a double free that raced; it must not be handed out twice.
      slab.cool();
    }
    if (slab.collect() > 0 && slab != current) {
      settle(slab);
    }
  }

  /** Gives the current slab back if it is empty. */
  void trim() {
    current.cool();
    if (isTrimmable()) {
      current.used = 0;
      current.state(Slab.State.RETIRED);
      heap.giveBack(current);
      forgetCurrent();
    }
  }

  /** Whether {@link #trim} would give something back. Exact for the owner alone. */
  boolean isTrimmable() {
    Slab slab = current;
    return slab != NONE && slab.freeBlocks() + slab.hotBlocks() == slab.capacity;
  }

  private void retire(Slab slab) {
    unlink(slab);
    slab.state(Slab.State.RETIRED);
    heap.giveBack(slab);
  }

  private void link(Slab slab) {
    slab.state(Slab.State.ROOM);
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
    forgetCurrent();
    room = null;
  }

  private void forgetCurrent() {
    current = NONE;
    aim(0);
  }

  /** Blocks ever handed out. */
  long allocations() {
    return allocations;
  }

  /** That the list holds what it should. Owner only. */
  boolean isValid() {
    Slab before = null;
    for (Slab slab = room; slab != null; slab = slab.next) {
      if (slab.state() != Slab.State.ROOM || slab.queue != this || slab.previous != before) {
        return false;
      }
      if (slab.used == 0 || slab.used == slab.capacity || !slab.isValid()) {
        return false;
      }
      before = slab;
    }
    return current == NONE ? NONE.hot == 0 && words[0] == 0 : isAimValid();
  }

  private boolean isAimValid() {
    return current.isValid()
        && words == current.free
        && wordBase == current.base + 64L * word * blockBytes;
  }
}
