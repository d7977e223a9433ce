package dev.tinyalloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Equal blocks, and two bitmaps that say which of them are free.
 *
 * <p>{@link #free} is the owner's: it pops and pushes bits there without atomics. {@link #remote}
 * is everybody else's: a thread that frees somebody else's block sets its bit there with one atomic
 * OR, and the owner moves whole words over when it runs out. A block is live, or in exactly one of
 * the two bitmaps, or {@link #hot}.
 *
 * <p>{@code capacity = live + bits(free) + bits(remote) + (hot ≠ 0)}, and {@code used = capacity -
 * bits(free)} unless the slab is its queue's current one, which does not count. A bit of {@code
 * remote} is set only while the slab is pending, or its setter is about to make it so.
 */
final class Slab extends Span {

  /** Where a slab stands in its queue. */
  enum State {
    /** The slab that its queue allocates from. */
    CURRENT,
    /** In the queue's list of slabs with free blocks. */
    ROOM,
    /** Without free blocks when last seen; in no list. */
    FULL,
    /** Given back to the segment; a late entry in a list of pending frees may still point here. */
    RETIRED
  }

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle FLAGS = flags();

  /** In {@link #flags}: the slab is, or is about to be, in its heap's list of pending frees. */
  private static final int PENDING = 1;

  /** In {@link #flags}: the slab is not its queue's current one. */
  private static final int ASIDE = 2;

  /** {@code offset × reciprocal >>> SHIFT = offset / blockBytes}, for all offsets below 2^19. */
  private static final int SHIFT = 40;

  /** Remote frees are taken in when they are this share of the slab, as a shift. */
  private static final int WORTH_SHIFT = 3;

  final HeapTiers heap;
  final SlabQueue queue;
  final Segment segment;
  final long blockBytes;
  final int capacity;
  private final long reciprocal;

  /** Owner's bitmap: bit set, block free. */
  final long[] free;

  /** Everybody else's bitmap: bit set, block freed but not yet seen by the owner. */
  private final long[] remote;

  /**
   * The address of the block that was freed last and is in no bitmap, or 0; 0 in all but the
   * current slab of a queue. The next allocation takes it without waiting for what the free wrote
   * to the bitmap. It is here and not in the queue because others look at it, and the queue changes
   * with every allocation.
   */
  long hot;

  /** Blocks whose bit in {@link #free} is clear; stale in the current slab. */
  int used;

  private State state = State.CURRENT;

  /** What a free has to care about; 0 mostly. Written with atomics alone. */
  private volatile int flags;

  /** Links in the queue's list, while in state ROOM. */
  @Nullable Slab next;

  @Nullable Slab previous;

  /** Link in the list of pending frees. */
  @Nullable Slab nextPending;

  /** A slab of no memory, which has no free block and never will. */
  @SuppressWarnings("NullAway") // nobody asks the empty slab for its queue or segment
  Slab() {
    super(-1, 0);
    heap = null;
    queue = null;
    segment = null;
    blockBytes = 1;
    capacity = 0;
    reciprocal = 0;
    free = new long[1];
    remote = new long[1];
  }

  Slab(SlabQueue queue, Segment segment, long base, int bytes) {
    super(base, bytes, bytes - bytes % queue.blockBytes);
    this.heap = queue.heap;
    this.queue = queue;
    this.segment = segment;
    this.blockBytes = queue.blockBytes;
    this.capacity = (int) (bytes / queue.blockBytes);
    this.reciprocal = ((1L << SHIFT) + blockBytes - 1) / blockBytes;
    this.free = new long[(capacity + 63) >>> 6];
    // Made now: whoever frees from afar may be unable to, when the Java heap is full.
    this.remote = new long[free.length];
    for (int i = 0; i < free.length; i++) {
      free[i] = -1L >>> Math.max(0, 64 * (i + 1) - capacity);
    }
  }

  /** The first word of {@link #free} that is not 0, or -1. Owner only. */
  int firstFreeWord() {
    for (int word = 0; word < free.length; word++) {
      if (free[word] != 0) {
        return word;
      }
    }
    return -1;
  }

  State state() {
    return state;
  }

  /** Owner only. */
  void state(State newState) {
    state = newState;
    if (newState == State.CURRENT) {
      FLAGS.getAndBitwiseAnd(this, ~ASIDE);
    } else {
      FLAGS.getAndBitwiseOr(this, ASIDE);
    }
  }

  /** The block that begins at {@code address}, or -1 if none of this slab does. */
  int indexOf(long address) {
    long offset = address - base;
    long index = (offset * reciprocal) >>> SHIFT;
    // Where the product overflows, index is wrong, and its product is not the offset.
    return index * blockBytes == offset && (int) index < capacity ? (int) index : -1;
  }

  /** Whether block {@code index}, which begins at {@code block}, is free. */
  boolean isFree(int index, long block) {
    return isPushed(index) || isFreedRemotely(index) || block == hot;
  }

  /** Whether block {@code index} is in the owner's bitmap. */
  boolean isPushed(int index) {
    return (free[index >>> 6] & 1L << index) != 0;
  }

  /** Whether another thread has freed block {@code index} and the owner has not seen it yet. */
  boolean isFreedRemotely(int index) {
    return (flags & PENDING) != 0 && (remote[index >>> 6] & 1L << index) != 0;
  }

  /**
   * Takes back block {@code index}, which begins at {@code block}; false if it is not live. Owner
   * only.
   */
  boolean give(int index, long block) {
    // Mostly this is the current slab, no remote free is pending, and no block is hot.
    if (flags == 0 && hot == 0 && (free[index >>> 6] & 1L << index) == 0) {
      hot = block;
      return true;
    }
    return flags == 0 ? giveHot(index, block) : queue.push(this, index, block);
  }

  private boolean giveHot(int index, long block) {
    long before = hot;
    if (before != 0) {
      return before != block && push(index);
    }
    if (isPushed(index)) {
      return false;
    }
    hot = block;
    return true;
  }

  /** Puts the hot block into the bitmap. Owner only. */
  void cool() {
    if (hot != 0) {
      boolean unused = push(indexOf(hot));
      hot = 0;
    }
  }

  /** 1 if there is a hot block, else 0. */
  int hotBlocks() {
    return hot == 0 ? 0 : 1;
  }

  /** Puts block {@code index} into the owner's bitmap; false if it is there. Owner only. */
  boolean push(int index) {
    int word = index >>> 6;
    long bit = 1L << index;
    long bits = free[word];
    if ((bits & bit) != 0) {
      return false;
    }
    free[word] = bits | bit;
    return true;
  }

  /**
   * Frees block {@code index} from another thread than the owner's. Returns whether it was live. Of
   * two frees at the same moment, the owner's and another's, both may pass: {@link #collect} sees
   * to it that the block is free once, unless it was handed out again meanwhile.
   */
  boolean pushRemote(int index, long block) {
    long bit = 1L << index;
    return !isPushed(index)
        && block != hot
        && ((long) WORD.getAndBitwiseOr(remote, index >>> 6, bit) & bit) == 0;
  }

  /** Whether the caller is the one who must put this slab into the list of pending frees. */
  boolean claimPending() {
    return (flags & PENDING) == 0 && ((int) FLAGS.getAndBitwiseOr(this, PENDING) & PENDING) == 0;
  }

  /** From now on, remote frees put this slab into the list of pending frees anew. */
  void clearPending() {
    FLAGS.getAndBitwiseAnd(this, ~PENDING);
  }

  /** Whether enough blocks wait to be taken in that the transfer of the bitmap pays. */
  boolean isWorthCollecting() {
    int count = 0;
    for (int word = 0; word < remote.length; word++) {
      count += Long.bitCount((long) WORD.getOpaque(remote, word));
    }
    return count >= Math.max(1, capacity >>> WORTH_SHIFT);
  }

  /** Moves remote frees into the owner's bitmap; returns how many. Owner only. */
  int collect() {
    int count = 0;
    for (int word = 0; word < remote.length; word++) {
      if ((long) WORD.getOpaque(remote, word) != 0) {
        // A bit in both bitmaps is a double free that raced; counting it twice would corrupt us.
        long bits = (long) WORD.getAndSet(remote, word, 0L) & ~free[word];
        free[word] |= bits;
        count += Long.bitCount(bits);
      }
    }
    used -= count;
    return count;
  }

  /** Blocks of the owner's bitmap. Exact for the owner alone. */
  int freeBlocks() {
    int count = 0;
    for (long bits : free) {
      count += Long.bitCount(bits);
    }
    return count;
  }

  /** Blocks that are not free; exact while nobody allocates or frees here. */
  int liveBlocks() {
    int count = capacity - hotBlocks();
    for (int word = 0; word < free.length; word++) {
      count -= Long.bitCount(free[word] | (long) WORD.getOpaque(remote, word));
    }
    return count;
  }

  /** The equations at the top of this class, as far as the slab alone can tell. Owner only. */
  boolean isValid() {
    for (int word = 0; word < free.length; word++) {
      if ((remote[word] & free[word]) != 0) {
        return false;
      }
    }
    if (hot != 0 && (state != State.CURRENT || indexOf(hot) < 0 || isPushed(indexOf(hot)))) {
      return false;
    }
    return (state == State.CURRENT || capacity == freeBlocks() + used)
        && (state != State.RETIRED || used == 0)
        && (state != State.FULL || used == capacity)
        && ((flags & ASIDE) == 0) == (state == State.CURRENT);
  }

  /** Bytes of Java heap behind this slab, about. */
  long metadataBytes() {
    return 96 + 2 * (16 + 8L * free.length);
  }

  private static VarHandle flags() {
    try {
      return MethodHandles.lookup().findVarHandle(Slab.class, "flags", int.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
