package dev.tinyalloc.hook;

import java.util.Arrays;

/** What an arena has besides its first chunk. Used by one thread at a time. */
final class MoreBlocks {

  private long[] blocks = new long[4];
  private int count;

  /** Of all chunks, the first one included, in bytes; 0 while there is only the first. */
  private long chunkBytes;

  long chunkBytes() {
    return chunkBytes;
  }

  /** So that the next {@link #add} cannot fail. */
  void makeRoom() {
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * count);
    }
  }

  void add(long address) {
    blocks[count++] = address;
  }

  /** Adds a chunk, with which all chunks have {@code total} bytes. */
  void addChunk(long address, long total) {
    add(address);
    chunkBytes = total;
  }

  void freeAll() {
    for (int i = 0; i < count; i++) {
      BlockEnd.giveBack(blocks[i]);
    }
    count = 0;
  }
}
