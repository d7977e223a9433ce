package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * An allocation context: a queue of slabs for each size class, over segments of its own.
 *
 * <p>Each carrier thread has one, behind {@link TinyAlloc}; it owns no lock. {@link #create} makes
 * an independent one, which any thread may use (a lock of its own serialises them), and which gives
 * everything back at once on {@link #close}.
 *
 * <p>Sizes are bytes, addresses native addresses. A block of up to 8 bytes, or of 17 to 24, is
 * aligned to 8; every other to 16 at least.
 *
 * {@snippet :
 * try (Heap heap = Heap.create()) {
 *   long block = heap.alloc(48);
 *   heap.dealloc(block);
 * }
 * }
 */
public final class Heap extends HeapTiers implements AutoCloseable {

  /** Whether {@link CheckedBlocks} stands between the callers and the tiers. */
  static final boolean CHECK = Settings.checks();

  /** What the JDK's buffers are aligned to, in bytes. Every class of a multiple of it is, too. */
  private static final long QUANTUM = 16;

  /** Serialises the users of a created heap; null in a thread's own. */
  final @Nullable SpinLock guard;

  /** Whether {@link #close} is refused. */
  private final boolean permanent;

  private boolean closed;

  Heap(@Nullable SpinLock guard, boolean permanent) {
    this.permanent = permanent;
    this.guard = guard;
  }

  /** A new, independent heap. Any thread may use it; whoever has made it closes it. */
  public static Heap create() {
    return Heaps.create(false);
  }

  /**
   * The calling carrier thread's own heap. Only code that runs on that carrier may allocate here.
   */
  public static Heap current() {
    return Heaps.current();
  }

  /**
   * A block of at least {@code bytes} bytes with undefined content.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws OutOfMemoryError if the system refuses; nothing has changed then
   * @throws IllegalStateException if this heap is closed
   */
  public long alloc(long bytes) {
    long block = tryAlloc(bytes);
    if (block == 0) {
      throw Refusal.of(bytes);
    }
    return block;
  }

  /**
   * Ends a block; from any thread, and whichever heap it came from.
   *
   * @throws IllegalArgumentException if no live block begins at {@code address}; nothing has
   *     changed then
   */
  public void dealloc(long address) {
    if (address != 0 && !tryFree(address)) {
      throw Refusal.notLive(address);
    }
  }

  /**
   * Like {@link #alloc}, at an address that is a multiple of {@code alignment}.
   *
   * @throws IllegalArgumentException if {@code alignment} is not a power of two
   */
  public long allocAligned(long alignment, long bytes) {
    if (alignment <= 0 || (alignment & (alignment - 1)) != 0) {
      throw new IllegalArgumentException("an alignment of " + alignment + " is no power of two");
    }
    long block = tryAllocAligned(alignment, bytes);
    if (block == 0) {
      throw Refusal.of(bytes, alignment);
    }
    return block;
  }

  /** Like {@link #alloc}, with 0 instead of an error. */
  public long tryAlloc(long bytes) {
    if (CHECK) {
      return CheckedBlocks.alloc(this, 1, bytes);
    }
    SpinLock lock = guard;
    long block = lock == null ? take(bytes) : takeGuarded(lock, 1, bytes);
    return block != 0 || bytes < 0 ? block : retry(1, bytes);
  }

  /** Like {@link #allocAligned}, with 0 instead of an error. */
  public long tryAllocAligned(long alignment, long bytes) {
    return CHECK ? CheckedBlocks.alloc(this, alignment, bytes) : tryAllocBlock(alignment, bytes);
  }

  /** A block, or 0; never checked. */
  long tryAllocBlock(long alignment, long bytes) {
    long block = tryOnce(alignment, bytes);
    return block != 0 || bytes < 0 ? block : retry(alignment, bytes);
  }

  /** Once more, after the empty memory of all heaps has gone back to the system. */
  private long retry(long alignment, long bytes) {
    if (Settings.limitBytes() == 0 || bytes > Settings.limitBytes()) {
      return 0;
    }
    GlobalArena.purge();
    LargeBlocks.purge();
    long block = tryOnce(alignment, bytes);
    if (block != 0) {
      return block;
    }
    Purger.purge();
    return tryOnce(alignment, bytes);
  }

  private long tryOnce(long alignment, long bytes) {
    SpinLock lock = guard;
    return lock == null ? takeAligned(alignment, bytes) : takeGuarded(lock, alignment, bytes);
  }

  private long takeGuarded(SpinLock lock, long alignment, long bytes) {
    lock.lock();
    try {
      return checkOpen().takeAligned(alignment, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #tryAlloc}; the first {@code bytes} bytes of the block are zero. */
  public long tryAllocZeroed(long bytes) {
    boolean cold = bytes >= Os.COLD_BYTES && isCold(bytes);
    long block = tryAlloc(bytes);
    if (block == 0) {
      return 0;
    }
    if (CHECK || bytes > threshold || (GUARD && GuardedBlocks.isGuarded(block))) {
      LargeBlocks.zero(block, bytes);
    } else if (cold) {
      Os.CURRENT.zeroCold(block, (bytes + 7) & -8);
    } else {
      Os.CURRENT.zero(block, (bytes + 7) & -8);
    }
    return block;
  }

  /** Like {@link #tryAllocZeroed}, at an address that is a multiple of {@link #QUANTUM}. */
  public long tryAllocBuffer(long bytes) {
    if (!CHECK && !GUARD) {
      return tryAllocZeroed(rounded(bytes));
    }
    long block = tryAllocAligned(QUANTUM, bytes);
    if (block != 0) {
      LargeBlocks.zero(block, bytes);
    }
    return block;
  }

  /**
   * Like {@link #tryAllocAligned}, at a multiple of {@link #QUANTUM} at least; where {@code
   * zeroed}, the first {@code bytes} bytes are zero.
   */
  public long tryAllocSegment(long alignment, long bytes, boolean zeroed) {
    long wanted = Math.max(bytes, 1);
    long block = tryAllocAligned(Math.max(alignment, QUANTUM), wanted);
    if (block != 0 && zeroed) {
      LargeBlocks.zero(block, wanted);
    }
    return block;
  }

  /**
   * {@link #tryFree} of a block of this heap, where that takes a few steps; for the thread whose
   * {@link #current} this is. False, and nothing has changed, where it takes more or no such block
   * is live.
   */
  public boolean tryFreeHere(long address) {
    return !CHECK && guard == null && giveHere(address);
  }

  /** Like {@link #dealloc}, with false instead of an error. */
  public boolean tryFree(long address) {
    SpinLock lock = guard;
    if (CHECK || lock == null) {
      return give(address);
    }
    lock.lock();
    try {
      return giveGuarded(address);
    } finally {
      lock.unlock();
    }
  }

  /** This heap, or the calling carrier's own if this was one: carriers change when threads wait. */
  Heap here() {
    return guard == null ? Heaps.current() : this;
  }

  /** Gives a block of this heap to the tiers, unless the heap was closed meanwhile. */
  void release(long address) {
    SpinLock lock = guard;
    if (lock == null) {
      boolean unused = giveBlock(address);
      return;
    }
    lock.lock();
    try {
      boolean unused = !closed && giveGuarded(address);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the block at {@code address}, whichever heap it came from; false if none lives there. */
  static boolean give(long address) {
    return CHECK ? CheckedBlocks.free(address) : giveBlock(address);
  }

  /** What a request of {@code bytes} bytes takes from memory, in bytes. */
  public long cost(long bytes) {
    return isLarge(bytes)
        ? Os.CURRENT.mappedBytes(bytes)
        : SizeClasses.blockBytes(SizeClasses.classOf(bytes));
  }

  /** What the block at {@code address}, made by {@link #tryAllocBuffer}, takes, in bytes. */
  public long bufferCost(long address, long bytes) {
    return CHECK || GUARD || isLargeBuffer(bytes) ? costOf(address) : cost(rounded(bytes));
  }

  /** What a buffer or segment of {@code bytes} bytes would take; without memory debugging. */
  public long bufferCost(long bytes) {
    return bytes == 0 ? 0 : cost(rounded(bytes));
  }

  /** {@link #isLarge} for {@link #tryAllocBuffer}. */
  public boolean isLargeBuffer(long bytes) {
    return isLarge(rounded(bytes));
  }

  private static long rounded(long bytes) {
    return (bytes + QUANTUM - 1) & -QUANTUM;
  }

  /** What the block at {@code address} takes from memory, in bytes; 0 if none lives there. */
  public static long costOf(long address) {
    Span span = SpanTable.find(address);
    if (span instanceof Slab slab) {
      return slab.blockBytes;
    }
    return span instanceof GuardedBlock guarded
        ? guarded.pageBytes()
        : span == null ? 0 : span.bytes;
  }

  /** Whether a request of {@code bytes} bytes bypasses the tiers. */
  public boolean isLarge(long bytes) {
    return bytes > threshold;
  }

  /**
   * Whether a call may wait for other threads, as memory debugging does: a virtual thread may have
   * changed carriers when it returns.
   */
  public static boolean mayWait() {
    return CHECK || GUARD;
  }

  /** Gives everything back. Blocks of this heap must not be used or freed any more. Idempotent. */
  @Override
  public void close() {
    SpinLock lock = guard;
    if (lock == null || permanent) {
      throw new IllegalStateException("a thread's own heap lives as long as the process");
    }
    lock.lock();
    try {
      if (!closed) {
        if (CHECK) {
          CheckedBlocks.forgetAll(this);
        }
        giveBackEverything();
        Heaps.forget(this);
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Trims this heap if it would help and nobody has allocated here since the last call, or its
   * owner leaves blocks lying that others have freed.
   */
  void trimIfIdle() {
    boolean idle = isIdle();
    boolean behind = isBehind();
    if (behind || (idle && isTrimmable())) {
      trimNow();
    }
  }

  /** Trims this heap now, unless its owner is too busy to be kept out. From any thread. */
  void trimNow() {
    if (guard != null) {
      trimGuarded(guard);
    } else if (isHomeOf(Os.CURRENT.carrierId())) {
      trimOwn();
    } else if (tryShut(Heaps.OF_CARRIERS)) {
      try {
        trim();
      } finally {
        open();
      }
    }
  }

  private void trimOwn() {
    enter();
    try {
      trim();
    } finally {
      exit();
    }
  }

  private void trimGuarded(SpinLock lock) {
    lock.lock();
    try {
      trim();
    } finally {
      lock.unlock();
    }
  }

  /** Likewise, for anybody where the heap was created; the purger may be at work in it. */
  @Override
  boolean isValid() {
    SpinLock lock = guard;
    if (lock == null) {
      return super.isValid();
    }
    lock.lock();
    try {
      return super.isValid();
    } finally {
      lock.unlock();
    }
  }

  private Heap checkOpen() {
    if (closed) {
      throw new IllegalStateException("this heap is closed");
    }
    return this;
  }
}
