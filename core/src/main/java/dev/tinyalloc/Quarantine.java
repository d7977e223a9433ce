package dev.tinyalloc;

import dev.tinyalloc.os.SpinLock;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Freed blocks that wait, oldest first, before their memory is used again, so that whoever still
 * writes to them is found out.
 *
 * <p>{@code bytes = Σ block.bytes}. When {@link #add} has returned, {@code bytes ≤ MAX_BYTES} and
 * {@code size ≤ MAX_BLOCKS}.
 */
final class Quarantine {

  private static final long MAX_BYTES = 32 << 20;
  private static final int MAX_BLOCKS = 32_768;

  private static final SpinLock LOCK = new SpinLock();
  private static final ArrayDeque<CheckedBlock> BLOCKS = new ArrayDeque<>(MAX_BLOCKS + 64);
  private static long bytes;

  private Quarantine() {}

  /** Takes a block in, and lets go what there is no room for any more. */
  static void add(CheckedBlock block) {
    LOCK.lock();
    try {
      BLOCKS.add(block);
      bytes += block.bytes;
    } finally {
      LOCK.unlock();
    }
    CheckedBlock oldest = takeOldest(false);
    while (oldest != null) {
      CheckedBlocks.release(oldest);
      oldest = takeOldest(false);
    }
  }

  /** Lets everything go. */
  static void empty() {
    CheckedBlock oldest = takeOldest(true);
    while (oldest != null) {
      CheckedBlocks.release(oldest);
      oldest = takeOldest(true);
    }
  }

  /** Forgets the blocks of {@code heap}, whose memory goes back whole. */
  static void removeAll(Heap heap) {
    LOCK.lock();
    try {
      for (Iterator<CheckedBlock> all = BLOCKS.iterator(); all.hasNext(); ) {
        CheckedBlock block = all.next();
        if (block.heap == heap) {
          all.remove();
          bytes -= block.bytes;
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** The oldest block, out of here from now on; null if it may stay, unless {@code anyway}. */
  private static @Nullable CheckedBlock takeOldest(boolean anyway) {
    LOCK.lock();
    try {
      boolean full = bytes > MAX_BYTES || BLOCKS.size() > MAX_BLOCKS;
      CheckedBlock oldest = full || anyway ? BLOCKS.poll() : null;
      bytes -= oldest == null ? 0 : oldest.bytes;
      return oldest;
    } finally {
      LOCK.unlock();
    }
  }

  /** Bytes that wait here, as they were asked for. */
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
      for (CheckedBlock block : BLOCKS) {
        sum += block.bytes;
      }
      return sum == bytes;
    } finally {
      LOCK.unlock();
    }
  }
}
