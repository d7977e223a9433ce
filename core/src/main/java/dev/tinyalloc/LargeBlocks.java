package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * Requests above the threshold go straight to the system, and back by way of {@link LargeCache}. A
 * plain linked list for each heap keeps track; {@link SpanTable} finds a block by its address.
 *
 * <p>{@code bytes = Σ block.bytes} and {@code count = Σ 1} over the lists of all heaps, in bytes as
 * mapped.
 */
final class LargeBlocks {

  private static final SpinLock LOCK = new SpinLock();
  private static long bytes;
  private static long count;
  private static long allocations;

  private LargeBlocks() {}

  /**
   * Address of {@code size} bytes for {@code heap}, a multiple of {@code alignment}, or 0 if the
   * system or the budget refuses.
   */
  static long alloc(HeapTiers heap, long size, long alignment) {
    long bytes = Os.CURRENT.mappedBytes(Math.max(1, size));
    if (bytes < size) {
      return 0;
    }
    StackProbe.touch();
    LargeBlock freed = LargeCache.take(bytes, alignment);
    LargeBlock block = freed != null ? revive(heap, freed) : map(heap, bytes, alignment);
    return block == null ? 0 : enter(block);
  }

  /**
   * A new block over the pages of one from the cache: who still holds the old one must not pass.
   */
  private static LargeBlock revive(HeapTiers heap, LargeBlock freed) {
    try {
      return new LargeBlock(heap, freed);
    } catch (Throwable heapIsFull) {
      unmapAll(freed);
      throw heapIsFull;
    }
  }

  private static long enter(LargeBlock block) {
    link(block);
    try {
      SpanTable.addStart(block);
    } catch (Throwable heapIsFull) {
      unlink(block);
      unmapAll(block);
      throw heapIsFull;
    }
    return block.base;
  }

  /** Clears the first {@code size} bytes of the block at {@code address}, unless they are clear. */
  static void zero(long address, long size) {
    boolean clear =
        Os.CURRENT.mapsZeroed()
            && SpanTable.find(address) instanceof LargeBlock block
            && block.fresh;
    if (!clear) {
      // Exactly so much: what lies behind may be watched.
      long words = size < Os.COLD_BYTES ? 0 : size & -8;
      Os.CURRENT.zeroCold(address, words);
      Os.CURRENT.fill(address + words, size - words, (byte) 0);
    }
  }

  private static @Nullable LargeBlock map(HeapTiers heap, long bytes, long alignment) {
    if (!Budget.tryTake(bytes)) {
      return null;
    }
    // Each mapping is an area of its own to the kernel, which allows some 65,000 in a process; the
    // VM dies when it gets no more. Beyond a share of that, blocks come from the C library.
    boolean own = count < Os.CURRENT.maxMappings();
    // More address space than needed where the alignment asks for it; its pages stay untouched.
    long spare = alignment <= Os.CURRENT.mapAlignment(own) ? 0 : alignment;
    long whole = bytes + spare;
    long mapping = whole < bytes ? 0 : Os.CURRENT.map(whole, own);
    if (mapping == 0) {
      Budget.put(bytes);
      return null;
    }
    try {
      long base = (mapping + alignment - 1) & -alignment;
      return new LargeBlock(heap, base, bytes, mapping, whole, own);
    } catch (Throwable heapIsFull) {
      Os.CURRENT.unmap(mapping, whole, own);
      Budget.put(bytes);
      throw heapIsFull;
    }
  }

  /** Gives the block back; false if {@code address} is not its start or it is gone already. */
  static boolean free(LargeBlock block, long address) {
    StackProbe.touch();
    if (address != block.base || !SpanTable.removeStart(block)) {
      return false;
    }
    unlink(block);
    unmapAll(LargeCache.put(block));
    return true;
  }

  /** Gives back the pages of freed blocks that nobody has wanted for a whole round. */
  static void purgeCooled() {
    unmapAll(LargeCache.takeCooled());
  }

  /** Gives back the pages of all freed blocks; returns how many bytes. */
  static long purge() {
    return unmapAll(LargeCache.takeAll());
  }

  private static long unmapAll(@Nullable LargeBlock freed) {
    long given = 0;
    for (LargeBlock block = freed; block != null; block = block.next) {
      Os.CURRENT.unmap(block.mapping, block.mappingBytes, block.own);
      Budget.put(block.bytes);
      given += block.bytes;
    }
    return given;
  }

  /** Frees all blocks of {@code heap}. */
  static void freeAll(HeapTiers heap) {
    for (LargeBlock block = firstOf(heap); block != null; block = firstOf(heap)) {
      free(block, block.base);
    }
  }

  private static @Nullable LargeBlock firstOf(HeapTiers heap) {
    LOCK.lock();
    try {
      return heap.firstLarge;
    } finally {
      LOCK.unlock();
    }
  }

  /** Bytes mapped for large blocks now. */
  static long bytes() {
    LOCK.lock();
    try {
      return bytes;
    } finally {
      LOCK.unlock();
    }
  }

  /** Large blocks now. */
  static long count() {
    LOCK.lock();
    try {
      return count;
    } finally {
      LOCK.unlock();
    }
  }

  /** Large blocks ever handed out. */
  static long allocations() {
    LOCK.lock();
    try {
      return allocations;
    } finally {
      LOCK.unlock();
    }
  }

  /** The equations at the top. */
  static boolean isValid() {
    LOCK.lock();
    try {
      long sum = 0;
      long blocks = 0;
      for (Heap heap : Heaps.all()) {
        for (LargeBlock block = heap.firstLarge; block != null; block = block.next) {
          sum += block.bytes;
          blocks++;
        }
      }
      return sum == bytes && blocks == count;
    } finally {
      LOCK.unlock();
    }
  }

  private static void link(LargeBlock block) {
    LOCK.lock();
    try {
      LargeBlock first = block.heap.firstLarge;
      block.next = first;
      if (first != null) {
        first.previous = block;
      }
      block.heap.firstLarge = block;
      bytes += block.bytes;
      count++;
      allocations++;
    } finally {
      LOCK.unlock();
    }
  }

  private static void unlink(LargeBlock block) {
    LOCK.lock();
    try {
      if (block.previous == null) {
        block.heap.firstLarge = block.next;
      } else {
        block.previous.next = block.next;
      }
      if (block.next != null) {
        block.next.previous = block.previous;
      }
      // Or whoever gives this one back would give its former neighbours back as well.
      block.next = null;
      block.previous = null;
      bytes -= block.bytes;
      count--;
    } finally {
      LOCK.unlock();
    }
  }
}
