package dev.tinyalloc;

/** A piece of address space that one owner answers for: a slab or a large block. */
abstract class Span {

  /** First address. */
  final long base;

  /** Length in bytes. */
  final long bytes;

  Span(long base, long bytes) {
    this.base = base;
    this.bytes = bytes;
  }

  /** Whether {@code address} lies in {@code [base, base + bytes)}. */
  final boolean covers(long address) {
    long offset = address - base;
    return (offset | (bytes - 1 - offset)) >= 0;
  }
}
