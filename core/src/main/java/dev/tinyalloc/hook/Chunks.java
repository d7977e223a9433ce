package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.Settings;
import dev.tinyalloc.os.Os;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a confined arena, or one carrier, has for an arena's segments: chunks that are
 * cut by bumping a pointer, and large blocks. Used by one thread at a time.
 *
 * <p>{@code position ≤ end} and {@code limit ≤ end}; all are 0 while there is no chunk. Every
 * segment begins at a multiple of {@link #QUANTUM}, as those of the JDK do.
 */
class Chunks {

  /** What segments are aligned to at least, in bytes. */
  static final long QUANTUM = 16;

  /** Larger chunks are not asked for, in bytes. */
  private static final long LARGEST = 64 << 10;

  /** Requests above it get a block of their own, in bytes. */
  static final long OWN = 16 << 10;

  /** Chunks up to it stay for the next arena, in bytes; none that bypasses the tiers. */
  private static final long REUSED = Math.min(16 << 10, Settings.largeThreshold());

  private long position;
  private long end;

  /** Up to here {@link #bumpFast} needs no look at anything else. */
  private long limit;

  /** The first chunk; most arenas have nothing else. 0 while there is none. */
  private long first;

  /** All else. */
  private @Nullable MoreBlocks more;

  /** Whether a request gets a block of its own, see {@link #add}, and no part of a chunk. */
  static boolean isOwn(long bytes, long alignment) {
    return bytes > OWN || alignment > QUANTUM || Heap.mayWait();
  }

  /**
   * Memory for a segment, with undefined content; 0 where the chunk has not enough.
   *
   * @param size a positive multiple of {@link #QUANTUM}
   */
  final long bump(long size) {
    long at = position;
    if (size > end - at) {
      return 0;
    }
    position = at + size;
    return at;
  }

  /** What is left of the chunk, in bytes. */
  final long roomBytes() {
    return end - position;
  }

  /** {@link #bump} up to the limit. */
  final long bumpFast(long size) {
    long at = position;
    if (size > limit - at) {
      return 0;
    }
    position = at + size;
    return at;
  }

  /** Has {@link #bumpFast} give {@code bytes} bytes at most, counted from here. */
  final void limitTo(long bytes) {
    limit = Math.min(end, position + bytes);
  }

  /** Zeroes what {@link #bump} gave. */
  static void zero(long address, long size) {
    Os.CURRENT.zero(address, size);
  }

  /**
   * A new chunk, with {@code size} bytes at least.
   *
   * @param guess what the arena is likely to take in all, in bytes
   * @return false if there is no memory; nothing has changed then
   */
  final boolean grow(Heap heap, long size, long guess) {
    MoreBlocks others = first == 0 ? null : more();
    long wanted = others == null ? guess : 2 * chunkBytes();
    long chunk = Math.max(size, Math.min(wanted, LARGEST));
    long rounded = (chunk + QUANTUM - 1) & -QUANTUM;
    long address = heap.tryAlloc(rounded);
    if (address == 0) {
      return false;
    }
    long usable = heap.isLarge(rounded) ? rounded : heap.cost(rounded);
    if (others == null) {
      first = address;
    } else {
      others.addChunk(address, chunkBytes() + usable);
    }
    position = address;
    end = address + usable;
    return true;
  }

  /** Room for one more block, so that {@link #add} cannot fail. */
  final void makeRoom() {
    more().makeRoom();
  }

  /** Takes over a block, which {@link #freeAll} gives back; after {@link #makeRoom}. */
  final void add(long address) {
    more().add(address);
  }

  private MoreBlocks more() {
    MoreBlocks blocks = more;
    if (blocks == null) {
      blocks = new MoreBlocks();
      more = blocks;
    }
    blocks.makeRoom();
    return blocks;
  }

  private long chunkBytes() {
    MoreBlocks others = more;
    return others == null || others.chunkBytes() == 0 ? end - first : others.chunkBytes();
  }

  final boolean hasMore() {
    return more != null;
  }

  /** What segments have taken of all chunks, in bytes, the ends of full chunks included. */
  final long usedBytes() {
    return first == 0 ? 0 : chunkBytes() - (end - position);
  }

  /**
   * Empties the only chunk, for the next arena, if it is small and there is nothing else.
   *
   * @return its address, or 0: then {@link #freeAll} is to be called
   */
  final long reuse() {
    if (!isReusable()) {
      return 0;
    }
    position = first;
    return first;
  }

  /** Whether {@link #reuse} may empty what there is. */
  final boolean isReusable() {
    return more == null && end - first <= REUSED;
  }

  /** Bytes of the chunk that {@link #reuse} has kept. */
  final long reusableBytes() {
    return more == null ? end - first : 0;
  }

  /** Gives all blocks back. */
  final void freeAll() {
    long chunk = first;
    if (chunk != 0) {
      first = 0;
      position = 0;
      end = 0;
      limit = 0;
      BlockEnd.giveBack(chunk);
    }
    MoreBlocks others = more;
    if (others != null) {
      more = null;
      others.freeAll();
    }
  }
}
