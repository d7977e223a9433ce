package dev.tinyalloc;

/**
 * Where the memory is, over all heaps, at one moment. All sizes in bytes. Exact while nobody
 * allocates or frees.
 *
 * <p>{@code committedBytes = liveBlockBytes + freeBlockBytes + uncutBytes + emptySegmentBytes +
 * largeBytes + cachedLargeBytes}
 */
public final class AllocatorStats {

  private final long reservedBytes;
  private final long liveBlockBytes;
  private final long freeBlockBytes;
  private final long uncutBytes;
  private final long emptySegmentBytes;
  private final long largeBytes;
  private final long cachedLargeBytes;
  private final long largeBlocks;
  private final long largeAllocations;
  private final long metadataBytes;
  private final int heaps;
  private long segmentsAcquired;
  private long slabsCut;
  private final long[] liveBlocks = new long[SizeClasses.COUNT];
  private final long[] allocations = new long[SizeClasses.COUNT];

  private AllocatorStats() {
    GlobalArena.Totals arenas = GlobalArena.totals();
    long inUse = arenas.inUseBytes();
    emptySegmentBytes = arenas.emptyBytes();
    largeBytes = LargeBlocks.bytes() + GuardedBlocks.bytes();
    cachedLargeBytes = LargeCache.bytes();
    largeBlocks = LargeBlocks.count() + GuardedBlocks.count();
    largeAllocations = LargeBlocks.allocations() + GuardedBlocks.allocations();
    reservedBytes = arenas.reservedBytes() + largeBytes + cachedLargeBytes;
    long free = 0;
    long metadata = SpanTable.metadataBytes();
    for (Slab slab : SpanTable.slabs()) {
      int taken = slab.liveBlocks();
      liveBlocks[slab.queue.sizeClass] += taken;
      free += (slab.capacity - taken) * slab.blockBytes;
      metadata += slab.metadataBytes();
    }
    int count = 0;
    for (Heap heap : Heaps.all()) {
      countQueues(heap);
      segmentsAcquired += heap.segmentsAcquired();
      slabsCut += heap.slabsCut();
      metadata += Heap.metadataBytes();
      count++;
    }
    heaps = count;
    metadataBytes = metadata;
    // What changed between the readings must not break the sum.
    liveBlockBytes = Math.min(inUse, sumLive());
    freeBlockBytes = Math.min(inUse - liveBlockBytes, free);
    uncutBytes = inUse - liveBlockBytes - freeBlockBytes;
  }

  static AllocatorStats now() {
    return new AllocatorStats();
  }

  /** {@link #committedBytes} as it is now, for who asks often: no look at slabs or heaps. */
  public static long committedNow() {
    GlobalArena.Totals arenas = GlobalArena.totals();
    return arenas.inUseBytes()
        + arenas.emptyBytes()
        + LargeBlocks.bytes()
        + GuardedBlocks.bytes()
        + LargeCache.bytes();
  }

  /** Address space taken from the system: arenas, used or not, and large blocks. */
  public long reservedBytes() {
    return reservedBytes;
  }

  /** What may be backed by pages now. */
  public long committedBytes() {
    return liveBlockBytes
        + freeBlockBytes
        + uncutBytes
        + emptySegmentBytes
        + largeBytes
        + cachedLargeBytes;
  }

  /** Blocks that the program holds, or quarantine, rounding included, large ones not. */
  public long liveBlockBytes() {
    return liveBlockBytes;
  }

  /** Blocks of slabs that nobody holds. */
  public long freeBlockBytes() {
    return freeBlockBytes;
  }

  /** The rest of segments in use: not cut into slabs yet, or left over at the end of a slab. */
  public long uncutBytes() {
    return uncutBytes;
  }

  /** Segments without a heap whose pages have not been given back yet. */
  public long emptySegmentBytes() {
    return emptySegmentBytes;
  }

  /** Blocks above the threshold, and guarded ones of any size, in whole pages. */
  public long largeBytes() {
    return largeBytes;
  }

  /** Freed large blocks whose pages have not been given back yet. */
  public long cachedLargeBytes() {
    return cachedLargeBytes;
  }

  /** Blocks above the threshold, and guarded ones. */
  public long largeBlocks() {
    return largeBlocks;
  }

  /** Blocks above the threshold, and guarded ones, ever handed out. */
  public long largeAllocations() {
    return largeAllocations;
  }

  /** Java heap that the bookkeeping takes, about. */
  public long metadataBytes() {
    return metadataBytes;
  }

  /** Heaps: one per carrier thread, counted when many were alive, and those made by hand. */
  public int heaps() {
    return heaps;
  }

  /** Segments that heaps which are not closed ever took from the arenas. */
  public long segmentsAcquired() {
    return segmentsAcquired;
  }

  /** Slabs that heaps which are not closed ever cut from their segments. */
  public long slabsCut() {
    return slabsCut;
  }

  /** Freed blocks that {@code debug=check} keeps from being used again, in bytes as asked for. */
  public static long quarantinedBytes() {
    return Quarantine.bytes();
  }

  /** How often memory debugging has found that the program damaged or misused its memory. */
  public static long findings() {
    return Findings.count();
  }

  /** How many size classes there are; their numbers are 0 to this, less one. */
  public static int sizeClasses() {
    return SizeClasses.COUNT;
  }

  /** The size class of blocks of {@code bytes} bytes. */
  public static int sizeClass(long bytes) {
    return SizeClasses.classOf(bytes);
  }

  /** Bytes of a block of {@code sizeClass}. */
  public static int blockBytes(int sizeClass) {
    return SizeClasses.blockBytes(sizeClass);
  }

  /** Blocks of {@code sizeClass} that the program holds. */
  public long liveBlocks(int sizeClass) {
    return liveBlocks[sizeClass];
  }

  /** Blocks of {@code sizeClass} ever handed out by heaps that are not closed. */
  public long allocations(int sizeClass) {
    return allocations[sizeClass];
  }

  private void countQueues(Heap heap) {
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      allocations[c] += heap.queue(c).allocations();
    }
  }

  private long sumLive() {
    long sum = 0;
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      sum += liveBlocks[c] * SizeClasses.blockBytes(c);
    }
    return sum;
  }
}
