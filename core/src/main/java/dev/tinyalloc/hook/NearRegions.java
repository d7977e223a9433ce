package dev.tinyalloc.hook;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What callers have attached to regions, by the low bits of carrier and line: where the next arena
 * is likely to find the region that it takes over, a few loads nearer than its lane. Whoever finds
 * one asks the region whether it is the right one. Any thread; what is lost is found by the lane.
 */
final class NearRegions {

  private static final @Nullable Object[] ATTACHMENTS = new Object[1024];

  private static final int SPREAD = 61;

  private NearRegions() {}

  static @Nullable Object get(int opening, long carrier) {
    return ATTACHMENTS[slot(opening, carrier)];
  }

  static void put(int opening, long carrier, @Nullable Object attachment) {
    ATTACHMENTS[slot(opening, carrier)] = attachment;
  }

  /** Forgets all, so that the collector can tell which regions are unreachable. */
  static void clear() {
    Arrays.fill(ATTACHMENTS, null);
  }

  private static int slot(int opening, long carrier) {
    return ((int) carrier * SPREAD + opening) & (ATTACHMENTS.length - 1);
  }
}
