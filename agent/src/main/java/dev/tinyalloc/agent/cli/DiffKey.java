package dev.tinyalloc.agent.cli;

import java.util.Comparator;
import java.util.Locale;

/** What differences can be ordered by: the greatest comes first, whichever way it goes. */
enum DiffKey {
  LIVE("liveBytes"),
  ALLOCATED("allocatedBytes"),
  ALLOCATIONS("allocations"),
  FREES("frees");

  private final String figure;

  DiffKey(String figure) {
    this.figure = figure;
  }

  /** By this key, then by live and by allocated bytes, then by place. */
  Comparator<Change> order() {
    return by(figure)
        .thenComparing(by(LIVE.figure))
        .thenComparing(by(ALLOCATED.figure))
        .thenComparing(Change.BY_PLACE);
  }

  private static Comparator<Change> by(String figure) {
    return Comparator.comparingLong((Change change) -> Math.abs(change.by(figure))).reversed();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
