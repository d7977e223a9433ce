package dev.tinyalloc;

import dev.tinyalloc.os.Os;

/**
 * One sampled request, at the very end of the accessible part of its slot:
 *
 * <pre>
 *   slot.base    base              base + requested       base + bytes
 *   | canary     | the caller's    | canary               | inaccessible
 * </pre>
 *
 * <p>Pages are coarse and alignment leaves a rest; what is accessible beside the block is filled
 * with canaries, which show at the end who has written there. The caller's bytes are zero at first.
 */
final class GuardedBlock extends Span {

  /** Odd and not ASCII: neither small numbers nor text. */
  private static final byte CANARY = (byte) 0xA5;

  /** A block is aligned to this at least, in bytes. */
  private static final long MIN_ALIGNMENT = 16;

  /** The heap that it was allocated from. */
  final HeapTiers heap;

  final GuardedSlot slot;

  /** What the caller has asked for, in bytes. {@code 0 ≤ requested ≤ bytes}. */
  final long requested;

  /** A block in {@code slot}, which has been opened for it. */
  GuardedBlock(HeapTiers heap, GuardedSlot slot, long requested, long alignment) {
    super(
        slot.base + pageBytes(requested, alignment) - placedBytes(requested, alignment),
        placedBytes(requested, alignment));
    this.heap = heap;
    this.slot = slot;
    this.requested = requested;
    Os.CURRENT.fill(slot.base, base - slot.base, CANARY);
    Os.CURRENT.fill(base + requested, bytes - requested, CANARY);
  }

  /** What a request takes with the rest that alignment leaves behind it, in bytes. */
  private static long placedBytes(long requested, long alignment) {
    long align = Math.max(MIN_ALIGNMENT, alignment);
    return (Math.max(1, requested) + align - 1) & -align;
  }

  /** What a request takes in whole pages, in bytes. */
  static long pageBytes(long requested, long alignment) {
    return Os.CURRENT.mappedBytes(placedBytes(requested, alignment));
  }

  /** What this block takes in whole pages, in bytes. */
  long pageBytes() {
    return base + bytes - slot.base;
  }

  /** Where a canary has been overwritten, right behind the block if there; 0 if nowhere. */
  long damagedAt() {
    long behind = damagedAt(base + requested, base + bytes);
    return behind != 0 ? behind : damagedAt(slot.base, base);
  }

  private static long damagedAt(long from, long to) {
    for (long at = from; at < to; at++) {
      if (Os.CURRENT.getByte(at) != CANARY) {
        return at;
      }
    }
    return 0;
  }
}
