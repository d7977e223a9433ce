package dev.tinyalloc;

import dev.tinyalloc.os.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * Large blocks freed a moment ago, for whoever wants one of about that size next. Page faults cost
 * more than clearing memory that is there: a load of buffers of up to 1 MiB took four to five times
 * as long without this. The purger empties it.
 *
 * <p>{@code bytes = Σ block.bytes ≤ MAX_BYTES}, and {@code count ≤ MAX_BLOCKS}.
 */
final class LargeCache {

  static final long MAX_BYTES = 64 << 20;

  /** A block that would take more than this share of the cache goes back at once. */
  private static final int MAX_SHARE = 4;

  /** A block serves if at most this share of it would be wasted. */
  private static final int MAX_WASTE = 8;

  private static final int MAX_BLOCKS = 64;

  private static final SpinLock LOCK = new SpinLock();

  /** Oldest first; null from {@link #count} on. */
  private static final @Nullable LargeBlock[] BLOCKS = new LargeBlock[MAX_BLOCKS];

  private static int count;
  private static long bytes;

  /** So many of the oldest have been here since the purger's last round. */
  private static int cooled;

  private LargeCache() {}

  /** A freed block of at least {@code size} bytes, and not many more, or null. */
  static @Nullable LargeBlock take(long size, long alignment) {
    LOCK.lock();
    try {
      for (int i = count - 1; i >= 0; i--) {
        LargeBlock block = BLOCKS[i];
        if (block != null && fits(block, size, alignment)) {
          remove(i);
          return block;
        }
      }
      return null;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Keeps a freed block; returns what has to go back to the system instead, a list by {@code next}.
   */
  static @Nullable LargeBlock put(LargeBlock block) {
    block.previous = null;
    block.next = null;
    if (block.bytes > MAX_BYTES / MAX_SHARE) {
      return block;
    }
    LOCK.lock();
    try {
      LargeBlock evicted = null;
      while (count == MAX_BLOCKS || bytes + block.bytes > MAX_BYTES) {
        evicted = prepend(remove(0), evicted);
      }
      BLOCKS[count++] = block;
      bytes += block.bytes;
      return evicted;
    } finally {
      LOCK.unlock();
    }
  }

  /** Takes out all blocks that have been here for a whole round. */
  static @Nullable LargeBlock takeCooled() {
    LOCK.lock();
    try {
      LargeBlock blocks = takeOldest(cooled);
      cooled = count;
      return blocks;
    } finally {
      LOCK.unlock();
    }
  }

  /** Takes out all blocks. */
  static @Nullable LargeBlock takeAll() {
    LOCK.lock();
    try {
      return takeOldest(count);
    } finally {
      LOCK.unlock();
    }
  }

  /** Bytes in the cache. */
  static long bytes() {
    LOCK.lock();
    try {
      return bytes;
    } finally {
      LOCK.unlock();
    }
  }

  /** The equation at the top. */
  static boolean isValid() {
    LOCK.lock();
    try {
      long sum = 0;
      for (LargeBlock block : BLOCKS) {
        sum += block == null ? 0 : block.bytes;
      }
      return sum == bytes && bytes <= MAX_BYTES && cooled <= count;
    } finally {
      LOCK.unlock();
    }
  }

  private static boolean fits(LargeBlock block, long size, long alignment) {
    return block.bytes >= size
        && block.bytes - size <= block.bytes / MAX_WASTE
        && (block.base & (alignment - 1)) == 0;
  }

  private static @Nullable LargeBlock takeOldest(int number) {
    LargeBlock blocks = null;
    for (int i = 0; i < number; i++) {
      blocks = prepend(remove(0), blocks);
    }
    return blocks;
  }

  private static LargeBlock prepend(LargeBlock block, @Nullable LargeBlock rest) {
    block.next = rest;
    return block;
  }

  @SuppressWarnings("NullAway") // below count there is no null
  private static LargeBlock remove(int index) {
    LargeBlock block = BLOCKS[index];
    count--;
    System.arraycopy(BLOCKS, index + 1, BLOCKS, index, count - index);
    BLOCKS[count] = null;
    bytes -= block.bytes;
    if (index < cooled) {
      cooled--;
    }
    return block;
  }
}
