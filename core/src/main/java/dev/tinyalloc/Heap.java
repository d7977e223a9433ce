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

  /** By {@code (bytes + 7) / 8}: one load from request to queue; null where a request is large. */
  private final @Nullable SlabQueue[] fine = new SlabQueue[(SizeClasses.FINE_MAX_BYTES >>> 3) + 1];

  /** Requests above it are large, in bytes. */
  private final long threshold;

  private final HeapSegments segments = new HeapSegments(this);

  /** Slabs in which other threads have freed blocks. */
  private final PendingFrees pending = new PendingFrees();

  /** Whether {@link #close} is refused. */
  private final boolean permanent;

  private boolean closed;

  /** Blocks handed out until the purger came by last. */
  private long seenAllocations;

  Heap(@Nullable SpinLock guard, boolean permanent) {
    this.permanent = permanent;
    this.guard = guard;
    this.threshold = Settings.largeThreshold();
    for (int c = 0; c < queues.length; c++) {
      queues[c] = new SlabQueue(this, c);
    }
    for (int step = 0; step < fine.length && 8L * step <= threshold; step++) {
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
    if (bytes >= 0 && bytes <= SizeClasses.FINE_MAX_BYTES) {
      SlabQueue queue = fine[(int) (bytes + 7) >>> 3];
      if (queue != null) {
        return pop(queue);
      }
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
    enter();
    try {
      return queue.pop();
    } finally {
      exit();
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
    if (SpanTable.guess(address) instanceof Slab slab) {
      int index = slab.indexOf(address);
      if (index >= 0) {
        return slab.heap.give(slab, index, address);
      }
    }
    return giveSlow(address);
  }

  private static boolean giveSlow(long address) {
    Span span = SpanTable.find(address);
    if (span instanceof Slab slab) {
      int index = slab.indexOf(address);
      return index >= 0 && slab.heap.give(slab, index, address);
    }
    return span instanceof LargeBlock block && LargeBlocks.free(block, address);
  }

  private boolean give(Slab slab, int index, long address) {
    return isHomeOf(Os.CURRENT.carrierId())
        ? giveOwn(slab, index, address)
        : giveRemote(slab, index, address);
  }

  /** {@link #give} for the holder of this heap's guard. */
  private boolean giveGuarded(long address) {
    if (SpanTable.find(address) instanceof Slab slab && slab.heap == this) {
      int index = slab.indexOf(address);
      return index >= 0 && giveOwn(slab, index, address);
    }
    return give(address);
  }

  private boolean giveOwn(Slab slab, int index, long address) {
    enter();
    try {
      return slab.queue.push(slab, index, address);
    } finally {
      exit();
    }
  }

  private boolean giveRemote(Slab slab, int index, long address) {
    if (!slab.pushRemote(index, address)) {
      return false;
    }
    if (slab.claimPending()) {
      pending.push(slab);
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

  /** Trims this heap if nobody has allocated here since the last call and it would help. */
  void trimIfIdle() {
    long now = allocations();
    boolean idle = now == seenAllocations;
    seenAllocations = now;
    if (idle && isTrimmable()) {
      trimNow();
    }
  }

  private long allocations() {
    long sum = 0;
    for (SlabQueue queue : queues) {
      sum += queue.allocations();
    }
    return sum;
  }

  /** Whether {@link #trim} may give something back. A guess, unless the owner asks. */
  private boolean isTrimmable() {
    for (SlabQueue queue : queues) {
      if (queue.isTrimmable()) {
        return true;
      }
    }
    return segments.isTrimmable() || !pending.isEmpty();
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
      if (slab.heap == this && !slab.isValid()) {
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
