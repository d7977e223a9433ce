package dev.tinyalloc.agent.history;

import java.util.Arrays;

/**
 * Totals over time, at even spacing: at most {@link #MAX_POINTS}. When it is full every other point
 * goes, and the spacing doubles; those that stay are readings as they were made. Not thread-safe.
 */
final class Series {

  static final int MAX_POINTS = 512;

  private static final int LIVE = 0;
  private static final int COMMITTED = 1;
  private static final int ALLOCATED = 2;

  private long spacingNanos;
  private long[] nanos = new long[16];
  private final long[][] figures = new long[3][16];
  private int size;

  Series(long spacingNanos) {
    this.spacingNanos = spacingNanos;
  }

  /** Whether it is time for a point. */
  boolean isDue(long now) {
    return size == 0 || now - nanos[0] >= size * spacingNanos;
  }

  boolean isFull() {
    return size == MAX_POINTS;
  }

  /** Drops every other point. */
  void thin() {
    thin(nanos, size);
    for (long[] figure : figures) {
      thin(figure, size);
    }
    size = (size + 1) / 2;
    spacingNanos *= 2;
  }

  /** Moves each second of {@code count} numbers forward, over those between. */
  static void thin(long[] numbers, int count) {
    for (int i = 0; 2 * i < count; i++) {
      numbers[i] = numbers[2 * i];
    }
  }

  /** Appends a point; there is room for it. */
  void add(long now, long live, long committed, long allocated) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
      for (int i = 0; i < figures.length; i++) {
        figures[i] = Arrays.copyOf(figures[i], 2 * size);
      }
    }
    nanos[size] = now;
    figures[LIVE][size] = live;
    figures[COMMITTED][size] = committed;
    figures[ALLOCATED][size] = allocated;
    size++;
  }

  int size() {
    return size;
  }

  /** By the clock that {@link #add} was told. */
  long nanos(int point) {
    return nanos[point];
  }

  long live(int point) {
    return figures[LIVE][point];
  }

  long committed(int point) {
    return figures[COMMITTED][point];
  }

  long allocated(int point) {
    return figures[ALLOCATED][point];
  }
}
