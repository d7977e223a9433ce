package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CheckedBlocks} knows of one block: {@code bytes} for the caller, then a canary up to
 * the end of what the tiers gave, or its first {@link #MAX_CANARY} bytes.
 *
 * <p>Live, or freed and in quarantine; {@code freedAt ≠ null ⇔} freed.
 */
final class CheckedBlock {

  /** Every block has a canary of at least this many bytes. */
  static final int MIN_CANARY = 8;

  private static final int MAX_CANARY = 256;

  /** Of larger blocks only so much is filled with poison: filling makes pages of memory real. */
  private static final long MAX_POISON = 1 << 20;

  private static final byte CANARY = (byte) 0xCA;
  private static final byte POISON = (byte) 0xDE;

  final Heap heap;
  final long address;
  final long bytes;
  final String allocatedAt;

  private final int canaryBytes;
  private @Nullable String freedAt;

  CheckedBlock(Heap heap, long address, long bytes, long blockBytes, String allocatedAt) {
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
    this.allocatedAt = allocatedAt;
    this.canaryBytes = (int) Math.min(MAX_CANARY, blockBytes - bytes);
    Os.CURRENT.fill(address + bytes, canaryBytes, CANARY);
  }

  /** Marks the block as freed by {@code site}; false if somebody was first. */
  synchronized boolean free(String site) {
    if (freedAt != null) {
      return false;
    }
    freedAt = site;
    return true;
  }

  boolean isFreed() {
    return freedAt() != null;
  }

  /** Who freed the block, or null while it lives. */
  synchronized @Nullable String freedAt() {
    return freedAt;
  }

  void poison() {
    Os.CURRENT.fill(address, poisonBytes(), POISON);
  }

  /** Offset of the first byte of the canary that is not as it was, or -1. */
  long damageBehind() {
    return firstOther(bytes, canaryBytes, CANARY);
  }

  /** Offset of the first byte of a freed block that is not poison any more, or -1. */
  long damageWithin() {
    return firstOther(0, poisonBytes(), POISON);
  }

  private long poisonBytes() {
    return Math.min(bytes, MAX_POISON);
  }

  private long firstOther(long from, long count, byte expected) {
    for (long offset = from; offset < from + count; offset++) {
      if (Os.CURRENT.getByte(address + offset) != expected) {
        return offset;
      }
    }
    return -1;
  }
}
