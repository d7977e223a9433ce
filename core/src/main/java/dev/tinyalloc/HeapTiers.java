package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import org.jspecify.annotations.Nullable;

/**
 * What a heap is made of: a queue of slabs for each size class, the segments they are cut from, and
 * what other threads have freed. {@link Heap} is the face of it.
 *
 * <p>"Owner only" means: the thread that lives here, or the holder of the heap's lock, or whoever
 * has shut the gate.
 *
 * <p>Every slab of the heap is in exactly one queue, every segment in {@link #segments}, every
 * large block in the list that begins at {@link #firstLarge}.
 */
abstract class HeapTiers extends OwnerGate {

  /** Whether requests are sampled by {@link GuardedBlocks}. */
  static final boolean GUARD = Settings.guards();

  /** By size class. */
  private final SlabQueue[] queues = new SlabQueue[SizeClasses.COUNT];

  /** By {@code (bytes + 7) / 8}: one load from request to queue; null where a request is large. */
  private final @Nullable SlabQueue[] fine = new SlabQueue[(SizeClasses.FINE_MAX_BYTES >>> 3) + 1];

  /** Requests above it are large, in bytes. */
  final long threshold;

  private final HeapSegments segments = new HeapSegments(this);

  /** Slabs in which other threads have freed blocks. */
  private final PendingFrees pending = new PendingFrees();

  /** The list of this heap's large blocks; guarded by {@link LargeBlocks}. */
  @Nullable LargeBlock firstLarge;

  /** Blocks handed out until the purger came by last, and whether frees were pending then. */
  private long seenAllocations;

  private boolean seenPending;

  HeapTiers() {
    this.threshold = Settings.largeThreshold();
    for (int c = 0; c < queues.length; c++) {
      queues[c] = new SlabQueue(this, c);
    }
    for (int step = 0; step < fine.length && 8L * step <= threshold; step++) {
      fine[step] = queues[SizeClasses.classOf(8L * step)];
    }
  }

  /** A block, or 0 if {@code bytes} is negative or there is no memory. Owner only. */
  final long take(long bytes) {
    long sampled = GUARD ? GuardedBlocks.alloc(this, bytes, 1) : 0;
    return sampled != 0 ? sampled : takeFromTiers(bytes);
  }

  private long takeFromTiers(long bytes) {
    if (bytes >= 0 && bytes <= SizeClasses.FINE_MAX_BYTES) {
      SlabQueue queue = fine[(int) (bytes + 7) >>> 3];
      if (queue != null) {
        return pop(queue);
      }
    }
    return takeCoarse(bytes);
  }

  private long takeCoarse(long bytes) {
    if (bytes > threshold) {
      return LargeBlocks.alloc(this, bytes, 1);
    }
    return bytes < 0 ? 0 : pop(queues[SizeClasses.classOf(bytes)]);
  }

  /** Like {@link #take}; a class serves if its blocks begin at multiples of the alignment. */
  final long takeAligned(long alignment, long bytes) {
    if (alignment <= 8 || bytes < 0) {
      return take(bytes);
    }
    long sampled = GUARD ? GuardedBlocks.alloc(this, bytes, alignment) : 0;
    return sampled != 0 ? sampled : takeAlignedFromTiers(alignment, bytes);
  }

  private long takeAlignedFromTiers(long alignment, long bytes) {
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

  /** Whether the next block of so many bytes is one that was not used a moment ago. A guess. */
  final boolean isCold(long bytes) {
    return bytes > threshold || !queues[SizeClasses.classOf(bytes)].hasHot();
  }

  /**
   * Ends the block at {@code address}, on the calling carrier's heap or whichever it came from;
   * false if no live block begins there.
   */
  static boolean giveBlock(long address) {
    Slab slab = SpanTable.guess(address);
    if (slab != null) {
      int index = slab.indexOf(address);
      if (index >= 0) {
        return slab.heap.give(slab, index, address);
      }
    }
    return giveSlow(address);
  }

  /** {@link #giveBlock} of one of this heap's, where {@link SpanTable#guess} finds it. */
  final boolean giveHere(long address) {
    Slab slab = SpanTable.guess(address);
    if (slab == null || slab.heap != this) {
      return false;
    }
    int index = slab.indexOf(address);
    return index >= 0 && giveOwn(slab, index, address);
  }

  private static boolean giveSlow(long address) {
    Span span = SpanTable.find(address);
    if (span instanceof Slab slab) {
      int index = slab.indexOf(address);
      return index >= 0 && slab.heap.give(slab, index, address);
    }
    if (span instanceof GuardedBlock sampled) {
      return GuardedBlocks.free(sampled, address);
    }
    return span instanceof LargeBlock block && LargeBlocks.free(block, address);
  }

  private boolean give(Slab slab, int index, long address) {
    return isHomeOf(Os.CURRENT.carrierId())
        ? giveOwn(slab, index, address)
        : giveRemote(slab, index, address);
  }

  /** {@link #giveBlock} for the holder of this heap's lock. */
  final boolean giveGuarded(long address) {
    if (SpanTable.find(address) instanceof Slab slab && slab.heap == this) {
      int index = slab.indexOf(address);
      return index >= 0 && giveOwn(slab, index, address);
    }
    return giveBlock(address);
  }

  private boolean giveOwn(Slab slab, int index, long address) {
    enter();
    try {
      return slab.give(index, address);
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
  final void collectRemoteFrees(boolean all) {
    pending.collect(all);
  }

  /** A slab for {@code queue}, all of whose blocks are free, or null. Owner only. */
  final @Nullable Slab newSlab(SlabQueue queue) {
    return segments.cut(queue);
  }

  /** Takes back an empty slab. Owner only. */
  final void giveBack(Slab slab) {
    segments.put(slab);
  }

  /** Gives back all that is empty. Owner only. */
  final void trim() {
    collectRemoteFrees(true);
    for (SlabQueue queue : queues) {
      queue.trim();
    }
    segments.trim();
  }

  /** Whether nobody has allocated here since the last call. For the purger. */
  final boolean isIdle() {
    long now = 0;
    for (SlabQueue queue : queues) {
      now += queue.allocations();
    }
    boolean idle = now == seenAllocations;
    seenAllocations = now;
    return idle;
  }

  /**
   * Whether frees by other threads were pending at the last call and still are: the owner is not
   * idle, but does not take them in either. For the purger.
   */
  final boolean isBehind() {
    boolean was = seenPending;
    seenPending = !pending.isEmpty();
    return was && seenPending;
  }

  /** Whether {@link #trim} may give something back. A guess, unless the owner asks. */
  final boolean isTrimmable() {
    for (SlabQueue queue : queues) {
      if (queue.isTrimmable()) {
        return true;
      }
    }
    return segments.isTrimmable() || !pending.isEmpty();
  }

  /** Gives everything back, live or not. Owner only. */
  final void giveBackEverything() {
    collectRemoteFrees(true);
    for (SlabQueue queue : queues) {
      queue.clear();
    }
    segments.clear();
    LargeBlocks.freeAll(this);
    GuardedBlocks.freeAll(this);
  }

  /** The queue of {@code sizeClass}, for statistics. */
  final SlabQueue queue(int sizeClass) {
    return queues[sizeClass];
  }

  /** Segments ever taken from the arenas. Exact while nobody allocates here. */
  final long segmentsAcquired() {
    return segments.acquired();
  }

  /** Slabs ever cut from segments. Exact while nobody allocates here. */
  final long slabsCut() {
    return segments.cut();
  }

  /** Bytes of Java heap behind this heap's own tables, about. */
  static long metadataBytes() {
    return 300
        + 8L * SizeClasses.COUNT
        + 4L * (SizeClasses.FINE_MAX_BYTES >>> 3)
        + 96L * SizeClasses.COUNT;
  }

  /** Whether every tier of this heap keeps its equation. Owner only. */
  boolean isValid() {
    for (SlabQueue queue : queues) {
      if (!queue.isValid()) {
        return false;
      }
    }
    return segments.isValid();
  }
}
