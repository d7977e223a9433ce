package dev.tinyalloc;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between callers and tiers while {@code debug=check}: gives every block a canary behind its
 * end, looks at it when the block is freed, fills the block with poison and keeps it in {@link
 * Quarantine}, and looks at the poison when it leaves there. What it finds goes to {@link Findings}
 * with both sites; the program goes on.
 *
 * <p>A block is in the table from its allocation until it leaves quarantine, so a second free finds
 * who was first. All methods may be called from any thread. Slow by design: each call walks the
 * stack.
 */
final class CheckedBlocks {

  /** The same for every block, so that each is as well aligned as the JDK's. */
  private static final long MIN_ALIGNMENT = 16;

  /** By address. */
  private static final ConcurrentHashMap<Long, CheckedBlock> BLOCKS = new ConcurrentHashMap<>();

  private CheckedBlocks() {}

  /** A block with a canary, or 0 if {@code bytes} is negative or there is no memory. */
  static long alloc(Heap heap, long alignment, long bytes) {
    if (bytes < 0 || bytes > Long.MAX_VALUE - CheckedBlock.MIN_CANARY) {
      return 0;
    }
    long whole = bytes + CheckedBlock.MIN_CANARY;
    long address = heap.tryAllocBlock(Math.max(alignment, MIN_ALIGNMENT), whole);
    if (address != 0) {
      return enter(heap, address, bytes);
    }
    Quarantine.empty();
    // A virtual thread may have changed carriers meanwhile.
    Heap here = heap.here();
    address = here.tryAllocBlock(Math.max(alignment, MIN_ALIGNMENT), whole);
    return address == 0 ? 0 : enter(here, address, bytes);
  }

  private static long enter(Heap heap, long address, long bytes) {
    try {
      long blockBytes = TinyAlloc.blockSize(address);
      BLOCKS.put(address, new CheckedBlock(heap, address, bytes, blockBytes, Callers.site()));
      return address;
    } catch (Throwable heapIsFull) {
      boolean unused = HeapTiers.giveBlock(address);
      throw heapIsFull;
    }
  }

  /** Ends a block; false, with a finding, if none lives there. */
  static boolean free(long address) {
    if (address == 0) {
      return false;
    }
    String site = Callers.site();
    CheckedBlock block = BLOCKS.get(address);
    if (block == null) {
      Findings.foreignFree(address, site);
      return false;
    }
    if (!block.free(site)) {
      Findings.doubleFree(block, site);
      return false;
    }
    checkEnd(block);
    block.poison();
    retire(block);
    return true;
  }

  private static void retire(CheckedBlock block) {
    if (GuardedBlocks.isGuarded(block.address)) {
      // Freed, it is inaccessible, which is better than any quarantine.
      release(block);
    } else {
      Quarantine.add(block);
    }
  }

  /** Gives a block that has left quarantine to the tiers. */
  static void release(CheckedBlock block) {
    checkPoison(block);
    // Out of the table first: from the moment the tiers have it, it may be somebody else's.
    if (BLOCKS.remove(block.address, block)) {
      block.heap.release(block.address);
    }
  }

  /** What the caller asked for, in bytes. */
  static long usableSize(long address) {
    CheckedBlock block = BLOCKS.get(address);
    if (block == null || block.isFreed()) {
      throw Refusal.notLive(address);
    }
    return block.bytes;
  }

  /** Looks at all blocks of {@code heap}, which is being closed, for the last time. */
  static void forgetAll(Heap heap) {
    Quarantine.removeAll(heap);
    for (CheckedBlock block : BLOCKS.values()) {
      if (block.heap == heap && BLOCKS.remove(block.address, block)) {
        checkEnd(block);
        checkPoison(block);
      }
    }
  }

  /** The block that begins at {@code address}, live or in quarantine. */
  static @Nullable CheckedBlock find(long address) {
    return BLOCKS.get(address);
  }

  private static void checkEnd(CheckedBlock block) {
    long offset = block.damageBehind();
    if (offset >= 0) {
      Findings.writtenBehind(block, offset);
    }
  }

  private static void checkPoison(CheckedBlock block) {
    long offset = block.isFreed() ? block.damageWithin() : -1;
    if (offset >= 0) {
      Findings.writtenAfterFree(block, offset);
    }
  }
}
