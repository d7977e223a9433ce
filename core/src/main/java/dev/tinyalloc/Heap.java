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
public final class Heap extends OwnerGate implements AutoCloseable {

  /** Serialises the users of a created heap; null in a thread's own. */
  private final @Nullable SpinLock guard;

  /** By size class. */
  private final SlabQueue[] queues = new SlabQueue[SizeClasses.COUNT];

  /** By {@code (bytes + 7) / 8}: one load from request to queue. */
  private final SlabQueue[] fine = new SlabQueue[(SizeClasses.FINE_MAX_BYTES >>> 3) + 1];

  /** Requests above it are large, in bytes. */
  private final long threshold;

  /** Requests up to it find their queue in {@link #fine}; at most {@link #threshold}. */
  private final long fineLimit;

  private final HeapSegments segments = new HeapSegments(this);

  /** Slabs in which other threads have freed blocks. */
  private final PendingFrees pending = new PendingFrees();

  /** Whether {@link #close} is refused. */
  private final boolean permanent;

  private boolean closed;

  /** {@link #steps} when the purger came by last, and when it trimmed last. */
  private long seenSteps;

  private long trimmedSteps;

  Heap(@Nullable SpinLock guard, boolean permanent) {
    this.permanent = permanent;
    this.guard = guard;
    this.threshold = Settings.largeThreshold();
    this.fineLimit = Math.min(threshold, SizeClasses.FINE_MAX_BYTES);
    for (int c = 0; c < queues.length; c++) {
      queues[c] = new SlabQueue(this, c);
    }
    for (int step = 0; step < fine.length; step++) {
      fine[step] = queues[SizeClasses.classOf(8L * step)];
    }
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
      throw refused(bytes);
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
      throw notLive(address);
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
      throw refused(bytes);
    }
    return block;
  }

  /** Like {@link #alloc}, with 0 instead of an error. */
  public long tryAlloc(long bytes) {
    SpinLock lock = guard;
    long block = lock == null ? take(bytes) : takeGuarded(lock, 1, bytes);
    return block != 0 || bytes < 0 ? block : retry(1, bytes);
  }

  private long tryAllocAligned(long alignment, long bytes) {
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
    long block = tryAlloc(bytes);
    if (block == 0) {
      return 0;
    }
    if (bytes > threshold) {
      LargeBlocks.zero(block, bytes);
    } else {
      Os.CURRENT.zero(block, (bytes + 7) & -8);
    }
    return block;
  }

  /** Like {@link #dealloc}, with false instead of an error. */
  public boolean tryFree(long address) {
    SpinLock lock = guard;
    if (lock == null) {
      return give(address);
    }
    lock.lock();
    try {
      return giveGuarded(address);
    } finally {
      lock.unlock();
    }
  }

  /** What a request of {@code bytes} bytes takes from memory, in bytes. */
  public long cost(long bytes) {
    return bytes > threshold
        ? Os.CURRENT.mappedBytes(bytes)
        : SizeClasses.blockBytes(SizeClasses.classOf(bytes));
  }

  /** Whether a request of {@code bytes} bytes bypasses the tiers. */
  public boolean isLarge(long bytes) {
    return bytes > threshold;
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
        giveBackEverything();
        Heaps.forget(this);
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** A block, or 0 if {@code bytes} is negative or there is no memory. Owner only. */
  long take(long bytes) {
    if ((bytes | (fineLimit - bytes)) >= 0) {
      return pop(fine[(int) (bytes + 7) >>> 3]);
    }
    return takeCoarse(bytes);
  }

  /** Like {@link #take}; a class serves if its blocks begin at multiples of the alignment. */
  private long takeAligned(long alignment, long bytes) {
    if (alignment <= 8 || bytes < 0) {
      return take(bytes);
    }
    if (bytes <= threshold && alignment <= SizeClasses.GRANULE_BYTES) {
      for (int c = SizeClasses.classOf(bytes); c < SizeClasses.COUNT; c++) {
        if ((SizeClasses.blockBytes(c) & (alignment - 1)) == 0) {
          return pop(queues[c]);
        }
      }
    }
    return LargeBlocks.alloc(this, bytes, alignment);
  }

  private long pop(SlabQueue queue) {
    long step = enter();
    try {
      return queue.pop();
    } finally {
      exit(step);
    }
  }

  private long takeCoarse(long bytes) {
    if (bytes > threshold) {
      return LargeBlocks.alloc(this, bytes, 1);
    }
    return bytes < 0 ? 0 : pop(queues[SizeClasses.classOf(bytes)]);
  }

  /**
   * Ends the block at {@code address}, on the calling carrier's heap or whichever it came from;
   * false if no live block begins there.
   */
  static boolean give(long address) {
    Span span = SpanTable.find(address);
    if (span instanceof Slab slab) {
      Heap heap = slab.queue.heap;
      return heap.isHomeOf(Os.CURRENT.carrierId())
          ? heap.giveOwn(slab, address)
          : giveRemote(slab, address);
    }
    return span instanceof LargeBlock block && LargeBlocks.free(block, address);
  }

  /** {@link #give} for the holder of this heap's guard. */
  private boolean giveGuarded(long address) {
    if (SpanTable.find(address) instanceof Slab slab && slab.queue.heap == this) {
      return giveOwn(slab, address);
    }
    return give(address);
  }

  private boolean giveOwn(Slab slab, long address) {
    long step = enter();
    try {
      return slab.queue.push(slab, address);
    } finally {
      exit(step);
    }
  }

  private static boolean giveRemote(Slab slab, long address) {
    int index = slab.indexOf(address);
    if (index < 0 || !slab.pushRemote(index, address)) {
      return false;
    }
    if (slab.claimPending()) {
      slab.queue.heap.pending.push(slab);
    }
    return true;
  }

  /**
   * Takes in what other threads have freed, in all slabs of this heap, or only in those where it is
   * worth it. Owner only.
   */
  void collectRemoteFrees(boolean all) {
    pending.collect(all);
  }

  /** A slab for {@code queue}, all of whose blocks are free, or null. Owner only. */
  @Nullable Slab newSlab(SlabQueue queue) {
    return segments.cut(queue);
  }

  /** Takes back an empty slab. Owner only. */
  void giveBack(Slab slab) {
    segments.put(slab);
  }

  /** Gives back all that is empty. For the owner, or whoever keeps the owner out. */
  void trim() {
    collectRemoteFrees(true);
    for (SlabQueue queue : queues) {
      queue.trim();
    }
    segments.trim();
  }

  /**
   * Trims this heap if its owner has not come by since the last call and left something to trim.
   */
  void trimIfIdle() {
    long now = steps();
    boolean idle = now == seenSteps;
    seenSteps = now;
    if (idle && (now != trimmedSteps || !pending.isEmpty())) {
      trimNow();
      trimmedSteps = now;
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
    long step = enter();
    try {
      trim();
    } finally {
      exit(step);
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

  private void giveBackEverything() {
    collectRemoteFrees(true);
    for (SlabQueue queue : queues) {
      queue.clear();
    }
    segments.clear();
    LargeBlocks.freeAll(this);
  }

  private Heap checkOpen() {
    if (closed) {
      throw new IllegalStateException("this heap is closed");
    }
    return this;
  }

  /** The queue of {@code sizeClass}, for statistics. */
  SlabQueue queue(int sizeClass) {
    return queues[sizeClass];
  }

  /** Bytes of Java heap behind this heap's own tables, about. */
  static long metadataBytes() {
    return 64
        + 4L * (SizeClasses.COUNT + (SizeClasses.FINE_MAX_BYTES >>> 3))
        + 56L * SizeClasses.COUNT;
  }

  /** Whether every tier of this heap keeps its equation. Owner only. */
  boolean isValid() {
    for (SlabQueue queue : queues) {
      if (!queue.isValid()) {
        return false;
      }
    }
    for (Slab slab : SpanTable.slabs()) {
      if (slab.queue.heap == this && !slab.isValid()) {
        return false;
      }
    }
    return segments.isValid();
  }

  static RuntimeException notLive(long address) {
    return new IllegalArgumentException(
        "no live block begins at 0x"
            + Long.toHexString(address)
            + ": it was freed before, or it was not allocated here");
  }

  static RuntimeException refused(long bytes) {
    if (bytes < 0) {
      return new IllegalArgumentException("cannot allocate " + bytes + " bytes; 0 is the least");
    }
    long limit = Settings.limitBytes();
    throw new OutOfMemoryError(
        "cannot allocate "
            + bytes
            + " bytes: "
            + (limit == 0 ? "the system refused" : "the limit is " + limit + " bytes")
            + ", "
            + Budget.committed()
            + " bytes are committed");
  }
}
