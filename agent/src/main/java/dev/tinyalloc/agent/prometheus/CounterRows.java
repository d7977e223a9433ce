package dev.tinyalloc.agent.prometheus;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counters as they go out. Those of the first labels that come have a row of their own for ever;
 * all others are summed in one row, which therefore never falls. Nor does any other: a thread that
 * counts while it is read may seem to have counted less than a moment ago, and a scraper would take
 * that for a restart. Once nobody counts, the figures are exact.
 */
final class CounterRows {

  private final int limit;
  private final Labels others;
  private final Set<Labels> named = new HashSet<>();
  private Map<Labels, long[]> read = new HashMap<>();
  private Map<Labels, long[]> shown = new HashMap<>();

  /**
   * For {@code limit} rows and one.
   *
   * @param others labels of that one
   */
  CounterRows(int limit, Labels others) {
    this.limit = limit;
    this.others = others;
  }

  /** The rows of what is there now. */
  Map<Labels, long[]> rows(LabelledSums now) {
    LabelledSums limited = new LabelledSums();
    for (Map.Entry<Labels, long[]> entry : now.all().entrySet()) {
      limited.add(isNamed(entry.getKey()) ? entry.getKey() : others, entry.getValue());
    }
    Map<Labels, long[]> steady = new HashMap<>();
    for (Map.Entry<Labels, long[]> entry : limited.all().entrySet()) {
      steady.put(entry.getKey(), steady(entry.getKey(), entry.getValue()));
    }
    read = limited.all();
    shown = steady;
    return steady;
  }

  private boolean isNamed(Labels labels) {
    return named.contains(labels) || (named.size() < limit && named.add(labels));
  }

  private long[] steady(Labels labels, long[] now) {
    long[] readBefore = read.getOrDefault(labels, now);
    long[] shownBefore = shown.getOrDefault(labels, now);
    long[] steady = now.clone();
    for (int i = 0; i < now.length; i++) {
      if (now[i] < shownBefore[i] && now[i] != readBefore[i]) {
        steady[i] = shownBefore[i];
      }
    }
    return steady;
  }
}
