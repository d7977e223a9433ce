package dev.tinyalloc.hook;

import dev.tinyalloc.sample.Samples;
import java.util.Arrays;

/**
 * The sampled segments of one arena, or of one carrier's part of it. Used by one thread at a time.
 */
final class RegionSamples {

  private int[] ids = new int[4];
  private int count;

  /**
   * Adds one, which ends with the others.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  void add(int id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
    }
    ids[count++] = id;
  }

  void endAll() {
    for (int i = 0; i < count; i++) {
      Samples.OF_PROCESS.end(ids[i]);
    }
    count = 0;
  }
}
