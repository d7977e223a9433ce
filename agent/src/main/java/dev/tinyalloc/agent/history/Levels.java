package dev.tinyalloc.agent.history;

/**
 * Levels over time, oldest first. The arrays are copies and belong to the reader.
 *
 * @param nanos the times, by {@code System.nanoTime}
 * @param live bytes live over all sites
 * @param committed bytes that TinyAlloc has committed
 * @param allocated bytes ever asked for
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Levels(long[] nanos, long[] live, long[] committed, long[] allocated) {

  static Levels of(Series series) {
    int size = series.size();
    Levels levels = new Levels(new long[size], new long[size], new long[size], new long[size]);
    for (int i = 0; i < size; i++) {
      levels.nanos[i] = series.nanos(i);
      levels.live[i] = series.live(i);
      levels.committed[i] = series.committed(i);
      levels.allocated[i] = series.allocated(i);
    }
    return levels;
  }
}
