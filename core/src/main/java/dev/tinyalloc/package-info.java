/**
 * The allocator. An allocation walks down the tiers, a free walks up, and nobody turns round:
 *
 * <pre>
 *   TinyAlloc      malloc, free: the calling thread's heap
 *     Heap         one per carrier thread: request → queue
 *       GuardedBlocks  in mode debug=guard a sample: pages of their own between inaccessible ones
 *       LargeBlocks  above the threshold: straight to the system
 *       SlabQueue    one per heap and size class: makes, finds, retires slabs
 *         Slab       equal blocks, a bitmap for the owner, an atomic one for everybody else
 *           Segment    1 MiB, cut into slabs of one heap
 *             GlobalArena  address space for segments, shared by all heaps, never given up
 *               os.Os      the only code that touches raw addresses
 * </pre>
 *
 * <p>Beside the road: {@code SizeClasses} (which block size serves a request), {@code SpanTable}
 * (from an address back to its slab or large block), {@code AllocatorStats} (figures that add up).
 *
 * <p>Words: a <i>block</i> is what a caller gets; a <i>slab</i> holds blocks of one size; a
 * <i>granule</i> is 64 KiB, the unit slabs are made of; a <i>segment</i> is what heaps own and hand
 * back; an <i>arena</i> is what the system gave.
 *
 * <p>All bookkeeping lives in the Java heap, outside the memory it describes: a wild write into a
 * block cannot corrupt the allocator, and whether an address is live is answered from bitmaps.
 */
@NullMarked
package dev.tinyalloc;

import org.jspecify.annotations.NullMarked;
