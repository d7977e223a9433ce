package dev.tinyalloc;

import dev.tinyalloc.os.Os;

/**
 * The global interface: {@code malloc} and {@code free} on the calling thread's heap.
 *
 * <p>Sizes are bytes, addresses native addresses. Size 0 gives a distinct address. A block may be
 * freed by any thread. A negative or overflowing size is an {@link IllegalArgumentException}; no
 * memory, an {@link OutOfMemoryError}; both name the figures.
 */
public final class TinyAlloc {

  private TinyAlloc() {}

  /** A block of at least {@code bytes} bytes with undefined content. */
  public static long malloc(long bytes) {
    Heap heap = Heap.CHECK ? null : Heaps.near();
    long block = heap == null ? 0 : heap.take(bytes);
    return block != 0 ? block : Heap.current().alloc(bytes);
  }

  /** A block for {@code count} elements of {@code bytes} bytes each, all zero. */
  public static long calloc(long count, long bytes) {
    long high = Math.multiplyHigh(count, bytes);
    long total = count * bytes;
    if (count < 0 || bytes < 0 || high != 0 || total < 0) {
      throw new IllegalArgumentException(
          "cannot allocate " + count + " elements of " + bytes + " bytes: no such number of bytes");
    }
    long block = Heap.current().tryAllocZeroed(total);
    if (block == 0) {
      throw Refusal.of(total);
    }
    return block;
  }

  /**
   * A block of at least {@code bytes} bytes whose address is a multiple of {@code alignment}, a
   * power of two.
   */
  public static long alignedAlloc(long alignment, long bytes) {
    return Heap.current().allocAligned(alignment, bytes);
  }

  /**
   * A block of at least {@code bytes} bytes that begins with the content of the one at {@code
   * address}, which ends unless it is the same. Address 0 gives a new block.
   *
   * @throws IllegalArgumentException if no live block begins at {@code address}, or {@code bytes}
   *     is negative; the old block lives on, as it does when there is no memory
   */
  public static long realloc(long address, long bytes) {
    if (address == 0) {
      return malloc(bytes);
    }
    long usable = usableSize(address);
    if (bytes <= usable && bytes >= usable / 2 && !Heap.CHECK) {
      return address;
    }
    long moved = malloc(bytes);
    Os.CURRENT.copy(address, moved, Math.min(usable, bytes));
    free(address);
    return moved;
  }

  /**
   * Ends the block at {@code address}; 0 does nothing.
   *
   * @throws IllegalArgumentException if no live block begins there; nothing has changed then
   */
  public static void free(long address) {
    if (address != 0 && !Heap.give(address)) {
      throw Refusal.notLive(address);
    }
  }

  /** Like {@link #free}, with false instead of an error. */
  public static boolean tryFree(long address) {
    return Heap.give(address);
  }

  /**
   * Bytes that may be used in the block at {@code address}: at least what was asked for.
   *
   * @throws IllegalArgumentException if no live block begins there
   */
  public static long usableSize(long address) {
    return Heap.CHECK ? CheckedBlocks.usableSize(address) : blockSize(address);
  }

  /** Whether {@code address} lies in memory that holds blocks of ours, live or free. */
  public static boolean owns(long address) {
    return SpanTable.find(address) != null;
  }

  /** What the tiers gave for the block at {@code address}, in bytes. */
  static long blockSize(long address) {
    Span span = SpanTable.find(address);
    if (span instanceof Slab slab) {
      int index = slab.indexOf(address);
      if (index >= 0 && !slab.isFree(index, address)) {
        return slab.blockBytes;
      }
    } else if (span instanceof LargeBlock && span.base == address) {
      return span.bytes;
    } else if (span instanceof GuardedBlock guarded && span.base == address) {
      return guarded.requested;
    }
    throw Refusal.notLive(address);
  }

  /** Where the memory is now. */
  public static AllocatorStats stats() {
    return AllocatorStats.now();
  }

  /**
   * Gives back all that is empty in all heaps, now; returns how many bytes went back to the system.
   */
  public static long purge() {
    return Purger.purge();
  }

  /** Whether memory can be given back to the system here at all. */
  public static boolean canPurge() {
    return Os.CURRENT.canDecommit();
  }
}
