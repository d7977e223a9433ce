package dev.tinyalloc.it.fidelity;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** What is written to segments and looked for in them. */
final class SegmentContents {

  private SegmentContents() {}

  /** Fills the segment with bytes that depend on {@code seed}, and returns it. */
  static MemorySegment write(MemorySegment segment, int seed) {
    byte[] bytes = Contents.bytes((int) segment.byteSize(), seed);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /** Which byte is not what {@link #write} wrote; -1 if none. */
  static long damage(MemorySegment segment, int seed) {
    byte[] bytes = Contents.bytes((int) segment.byteSize(), seed);
    return segment.mismatch(MemorySegment.ofArray(bytes));
  }

  /** How many of these are not what {@link #write} wrote with their index as the seed. */
  static String damaged(List<MemorySegment> segments) {
    int damaged = 0;
    for (int i = 0; i < segments.size(); i++) {
      damaged += damage(segments.get(i), i) < 0 ? 0 : 1;
    }
    return damaged + " of " + segments.size() + " damaged";
  }

  /** The first byte that is not 0; -1 if there is none. */
  static long firstSet(MemorySegment segment) {
    long size = segment.byteSize();
    if (size == 0 || segment.get(ValueLayout.JAVA_BYTE, 0) != 0) {
      return size == 0 ? -1 : 0;
    }
    // Each byte is that before it, from the first on.
    long mismatch = MemorySegment.mismatch(segment, 0, size - 1, segment, 1, size);
    return mismatch < 0 ? -1 : mismatch + 1;
  }

  static byte[] all(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }
}
