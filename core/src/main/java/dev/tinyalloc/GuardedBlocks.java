package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import dev.tinyalloc.os.StackProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * In mode {@code debug=guard}, a sample of requests gets pages of its own: behind each block and,
 * up to a page away, in front of it lies memory that cannot be accessed, and a freed block becomes
 * such memory itself. Who reads or writes there gets an {@link InternalError} at once (JDK 17: a
 * moment later), or a crash whose report names a file {@code tinyalloc-guard-…}. After GWP-ASan
 * (Serebryany et al., 2023).
 *
 * <p>From any thread. {@code bytes = Σ block.pageBytes()} over the live blocks.
 */
final class GuardedBlocks {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** A Weyl sequence; its mixed terms decide who is sampled, whatever rhythm the program has. */
  private static final AtomicLong SEQUENCE = new AtomicLong(System.nanoTime());

  private static final SpinLock LOCK = new SpinLock();
  private static final List<GuardedBlock> LIVE = new ArrayList<>();
  private static long bytes;
  private static long allocations;

  private GuardedBlocks() {}

  /**
   * Address of {@code size} zero bytes for {@code heap}, a multiple of {@code alignment} and of 16;
   * 0 if this request is not sampled, does not fit or finds no slot.
   */
  static long alloc(HeapTiers heap, long size, long alignment) {
    boolean fits =
        size >= 0
            && size <= GuardedSlot.MAX_BLOCK_BYTES
            && alignment <= Os.CURRENT.pageBytes()
            && GuardedBlock.pageBytes(size, alignment) <= GuardedSlot.MAX_BLOCK_BYTES;
    return fits && isSampled() ? allocGuarded(heap, size, alignment) : 0;
  }

  private static boolean isSampled() {
    long term = SEQUENCE.addAndGet(GOLDEN_RATIO);
    long mixed = (term ^ (term >>> 32)) * GOLDEN_RATIO;
    return (mixed >>> 32) % Settings.GUARD_RATE == 0;
  }

  private static long allocGuarded(HeapTiers heap, long size, long alignment) {
    StackProbe.touch();
    long pageBytes = GuardedBlock.pageBytes(size, alignment);
    if (!Budget.tryTake(pageBytes)) {
      return 0;
    }
    GuardedSlot slot = null;
    try {
      slot = GuardedSlots.take((int) pageBytes);
    } finally {
      if (slot == null) {
        Budget.put(pageBytes);
      }
    }
    return slot == null ? 0 : enter(slot, heap, size, alignment);
  }

  private static long enter(GuardedSlot slot, HeapTiers heap, long size, long alignment) {
    GuardedBlock block = null;
    try {
      block = new GuardedBlock(heap, slot, size, alignment);
      link(block);
      SpanTable.addStart(block);
      return block.base;
    } catch (Throwable heapIsFull) {
      unlink(block);
      Budget.put(GuardedBlock.pageBytes(size, alignment));
      GuardedSlots.put(slot);
      throw heapIsFull;
    }
  }

  /** Whether a guarded block begins at {@code address}. */
  static boolean isGuarded(long address) {
    return SpanTable.find(address) instanceof GuardedBlock;
  }

  /**
   * Ends the block, and says so if somebody has written beside it; false if {@code address} is not
   * its start or it is gone already.
   */
  static boolean free(GuardedBlock block, long address) {
    StackProbe.touch();
    if (address != block.base || !SpanTable.removeStart(block)) {
      return false;
    }
    long damagedAt = block.damagedAt();
    byte found = damagedAt == 0 ? 0 : Os.CURRENT.getByte(damagedAt);
    unlink(block);
    Budget.put(block.pageBytes());
    GuardedSlots.put(block.slot);
    if (damagedAt != 0) {
      report(block, damagedAt, found);
    }
    return true;
  }

  /** Frees all blocks of {@code heap}. */
  static void freeAll(HeapTiers heap) {
    for (GuardedBlock block = firstOf(heap); block != null; block = firstOf(heap)) {
      boolean unused = free(block, block.base);
    }
  }

  /** Bytes in pages of guarded blocks now. */
  static long bytes() {
    LOCK.lock();
    try {
      return bytes;
    } finally {
      LOCK.unlock();
    }
  }

  /** Guarded blocks now. */
  static int count() {
    LOCK.lock();
    try {
      return LIVE.size();
    } finally {
      LOCK.unlock();
    }
  }

  /** Guarded blocks ever handed out. */
  static long allocations() {
    LOCK.lock();
    try {
      return allocations;
    } finally {
      LOCK.unlock();
    }
  }

  /** The equation at the top, and that of the slots. */
  static boolean isValid() {
    LOCK.lock();
    try {
      long sum = 0;
      for (GuardedBlock block : LIVE) {
        sum += block.pageBytes();
      }
      return sum == bytes && GuardedSlots.isValid(LIVE.size());
    } finally {
      LOCK.unlock();
    }
  }

  private static @Nullable GuardedBlock firstOf(HeapTiers heap) {
    LOCK.lock();
    try {
      for (GuardedBlock block : LIVE) {
        if (block.heap == heap) {
          return block;
        }
      }
      return null;
    } finally {
      LOCK.unlock();
    }
  }

  private static void link(GuardedBlock block) {
    LOCK.lock();
    try {
      LIVE.add(block);
      bytes += block.pageBytes();
      allocations++;
    } finally {
      LOCK.unlock();
    }
  }

  /** Nothing, if it was not linked. */
  private static void unlink(@Nullable GuardedBlock block) {
    LOCK.lock();
    try {
      if (block != null && LIVE.remove(block)) {
        bytes -= block.pageBytes();
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static void report(GuardedBlock block, long damagedAt, byte found) {
    try {
      Findings.find(
          "the block of "
              + block.requested
              + " bytes at 0x"
              + Long.toHexString(block.base)
              + " was written "
              + (damagedAt < block.base ? "in front of" : "behind")
              + " itself: there was 0x"
              + Integer.toHexString(found & 0xFF)
              + " at byte "
              + (damagedAt - block.base)
              + " when it was freed");
    } catch (Throwable ours) {
      // Without memory or stack for a report: the block has been freed all the same.
    }
  }
}
