package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/** One request above the threshold: pages of its own, in the linked list of {@link LargeBlocks}. */
final class LargeBlock extends Span {

  /** The heap that it was allocated from. */
  final HeapTiers heap;

  /** What the system gave: begins at or before {@link #base}, for the sake of alignment. */
  final long mapping;

  final long mappingBytes;

  /** Whether the pages are a mapping of their own, not the C library's. */
  final boolean own;

  /** Whether the pages are zero, as the system gave them. */
  final boolean fresh;

  @Nullable LargeBlock next;
  @Nullable LargeBlock previous;

  /** A block over pages fresh from the system. */
  LargeBlock(HeapTiers heap, long base, long bytes, long mapping, long mappingBytes, boolean own) {
    super(base, bytes);
    this.heap = heap;
    this.mapping = mapping;
    this.mappingBytes = mappingBytes;
    this.own = own;
    this.fresh = own;
  }

  /** The pages of {@code freed} once more, for another heap perhaps. */
  LargeBlock(HeapTiers heap, LargeBlock freed) {
    super(freed.base, freed.bytes);
    this.heap = heap;
    this.mapping = freed.mapping;
    this.mappingBytes = freed.mappingBytes;
    this.own = freed.own;
    this.fresh = false;
  }
}
