package dev.tinyalloc;

/** A piece of address space that one owner answers for: a slab, a large or a guarded block. */
abstract class Span {

  /** First address. */
  final long base;

  /** Length in bytes. */
  final long bytes;

  /** The last address that may belong to the caller, less {@link #base}. */
  private final long last;

  /** All of {@code [base, base + bytes)} may be the caller's. */
  Span(long base, long bytes) {
    this(base, bytes, bytes);
  }

  /** Only the first {@code blockBytes} bytes may be the caller's. */
  Span(long base, long bytes, long blockBytes) {
    this.base = base;
    this.bytes = bytes;
    this.last = blockBytes - 1;
  }

  /** Whether {@code address} may be the caller's. */
  final boolean covers(long address) {
    long offset = address - base;
    return (offset | (last - offset)) >= 0;
  }
}
