package dev.tinyalloc.it.programs;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The addresses of all live buffers. Any thread.
 *
 * <p>What is there is disjoint, so a newcomer overlaps something only if it overlaps a neighbour.
 * It enters first and looks then: of two that enter at once, one at least sees the other.
 */
final class LiveRanges {

  private static final ConcurrentSkipListMap<Long, Long> ENDS = new ConcurrentSkipListMap<>();

  private LiveRanges() {}

  static void enter(long start, int size) {
    long end = start + size;
    Long same = ENDS.putIfAbsent(start, end);
    if (same != null) {
      throw overlap(start, end, start, same);
    }
    Map.Entry<Long, Long> below = ENDS.lowerEntry(start);
    if (below != null && below.getValue() > start) {
      throw overlap(start, end, below.getKey(), below.getValue());
    }
    Map.Entry<Long, Long> above = ENDS.higherEntry(start);
    if (above != null && above.getKey() < end) {
      throw overlap(start, end, above.getKey(), above.getValue());
    }
  }

  /** Before the memory is given back: somebody else may enter the same range at once. */
  static void leave(long start) {
    if (ENDS.remove(start) == null) {
      throw new IllegalStateException("no live buffer starts at " + Long.toHexString(start));
    }
  }

  static int count() {
    return ENDS.size();
  }

  private static IllegalStateException overlap(long start, long end, long start2, long end2) {
    return new IllegalStateException(
        String.format("two live buffers: %x-%x and %x-%x", start, end, start2, end2));
  }
}
