package dev.tinyalloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Equal blocks, and two bitmaps that say which of them are free.
 *
 * <p>{@link #free} is the owner's: it pops and pushes bits there without atomics. {@link #remote}
 * is everybody else's: a thread that frees somebody else's block sets its bit there with one atomic
 * OR, and the owner moves whole words over when it runs out. A block is live, in exactly one of the
 * two bitmaps, or {@link #hot}: the block freed last in the current slab, which the next allocation
 * takes without touching a bitmap.
 *
 * <p>{@code capacity = bits(free) + used}, and {@code used = live + bits(remote) + (hot ≠ 0)}. Hot
 * is 0 in all slabs but the current one of a queue. A bit of {@code remote} is set only while the
 * slab is pending, or its setter is about to make it so.
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
  private static final VarHandle PENDING = field("pending", boolean.class);

  /** {@code offset × reciprocal >>> SHIFT = offset / blockBytes}, for all offsets below 2^19. */
  private static final int SHIFT = 40;

  /** Remote frees are taken in when they are this share of the slab, as a shift. */
  private static final int WORTH_SHIFT = 3;

  final SlabQueue queue;
  final Segment segment;
  final int blockBytes;
  final int capacity;
  private final long reciprocal;

  /** Owner's bitmap: bit set, block free. */
  final long[] free;

  /** Everybody else's bitmap: bit set, block freed but not yet seen by the owner. */
  private final long[] remote;

  /** The address of the free block that is in no bitmap, or 0. */
  private long hot;

  /** The word of {@link #free} to pop from next. */
  private int cursor;

  /** Blocks whose bit in {@link #free} is clear. */
  int used;

  /** When a free brings {@link #used} down to this, the queue wants to know; -1 for never. */
  int edge = -1;

  State state = State.CURRENT;

  /** Links in the queue's list, while in state ROOM. */
  @Nullable Slab next;

  @Nullable Slab previous;

  /** Whether this slab is, or is about to be, in its heap's list of slabs with remote frees. */
  private volatile boolean pending;

  /** Link in that list. */
  @Nullable Slab nextPending;

  /** A slab of no memory, which has no free block and never will. */
  @SuppressWarnings("NullAway") // nobody asks the empty slab for its queue or segment
  Slab() {
    super(-1, 0);
    queue = null;
    segment = null;
    blockBytes = 1;
    capacity = 0;
    reciprocal = 0;
    free = new long[1];
    remote = new long[1];
  }

  Slab(SlabQueue queue, Segment segment, long base, int bytes) {
    super(base, bytes);
    this.queue = queue;
    this.segment = segment;
    this.blockBytes = queue.blockBytes;
    this.capacity = bytes / blockBytes;
    this.reciprocal = ((1L << SHIFT) + blockBytes - 1) / blockBytes;
    this.free = new long[(capacity + 63) >>> 6];
    // Made now: whoever frees from afar may be unable to, when the Java heap is full.
    this.remote = new long[free.length];
    for (int i = 0; i < free.length; i++) {
      free[i] = -1L >>> Math.max(0, 64 * (i + 1) - capacity);
    }
  }

  /** The hot block, or one from the word under the cursor, or 0 if there is neither. Owner only. */
  long pop() {
    long block = hot;
    if (block != 0) {
      hot = 0;
      return block;
    }
    int word = cursor;
    long bits = free[word];
    if (bits == 0) {
      return 0;
    }
    free[word] = bits & (bits - 1);
    used++;
    return base + (long) ((word << 6) + Long.numberOfTrailingZeros(bits)) * blockBytes;
  }

  /** Moves the cursor to a word with a free block; false if there is none. Owner only. */
  boolean advance() {
    for (int i = 1; i <= free.length; i++) {
      int word = cursor + i;
      word = word < free.length ? word : word - free.length;
      if (free[word] != 0) {
        cursor = word;
        return true;
      }
    }
    return false;
  }

  /** The block that begins at {@code address}, or -1 if none does. */
  int indexOf(long address) {
    long offset = address - base;
    int index = (int) ((offset * reciprocal) >>> SHIFT);
    return (long) index * blockBytes == offset && index < capacity ? index : -1;
  }

  /** Whether block {@code index}, which begins at {@code block}, is free. */
  boolean isFree(int index, long block) {
    long bit = 1L << index;
    return (free[index >>> 6] & bit) != 0 || block == hot || isFreedRemotely(index >>> 6, bit);
  }

  private boolean isFreedRemotely(int word, long bit) {
    return pending && (remote[word] & bit) != 0;
  }

  /** Makes {@code block} the hot one if there is none. Owner only, current slab only. */
  boolean heat(long block) {
    if (hot != 0) {
      return false;
    }
    hot = block;
    return true;
  }

  /** Puts the hot block, if there is one, into the bitmap. Owner only. */
  void cool() {
    if (hot != 0) {
      int index = indexOf(hot);
      hot = 0;
      push(index);
    }
  }

  /** Puts block {@code index}, which is not free, into the owner's bitmap. Owner only. */
  void push(int index) {
    int word = index >>> 6;
    free[word] |= 1L << index;
    cursor = word;
    used--;
  }

  /**
   * Frees block {@code index} from another thread than the owner's. Returns whether it was live;
   * where the owner freed it at the same moment, {@link #collect} finds out.
   */
  boolean pushRemote(int index, long block) {
    int word = index >>> 6;
    long bit = 1L << index;
    if ((free[word] & bit) != 0 || block == hot) {
      return false;
    }
    long before = (long) WORD.getAndBitwiseOr(remote, word, bit);
    return (before & bit) == 0;
  }

  /** Whether the caller is the one who must put this slab into the list of pending frees. */
  boolean claimPending() {
    return !pending && PENDING.compareAndSet(this, false, true);
  }

  /** From now on, remote frees put this slab into the list of pending frees anew. */
  void clearPending() {
    pending = false;
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

  /** Blocks that are not free; exact while nobody allocates or frees here. */
  int takenBlocks() {
    int count = hot == 0 ? capacity : capacity - 1;
    for (int word = 0; word < free.length; word++) {
      count -= Long.bitCount(free[word] | (long) WORD.getOpaque(remote, word));
    }
    return count;
  }

  /** The equations at the top of this class, as far as the slab alone can tell. Owner only. */
  boolean isValid() {
    int freeBlocks = 0;
    for (int word = 0; word < free.length; word++) {
      freeBlocks += Long.bitCount(free[word]);
      if ((remote[word] & free[word]) != 0) {
        return false;
      }
    }
    if (hot != 0
        && (state != State.CURRENT || (free[indexOf(hot) >>> 6] >>> indexOf(hot) & 1) != 0)) {
      return false;
    }
    return capacity == freeBlocks + used
        && (state != State.RETIRED || used == 0)
        && (state != State.FULL || used == capacity)
        && cursor < free.length;
  }

  /** Bytes of Java heap behind this slab, about. */
  long metadataBytes() {
    return 96 + 2 * (16 + 8L * free.length);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Slab.class, name, type);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
