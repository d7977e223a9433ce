package dev.tinyalloc.agent.prometheus;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Some figures for each set of labels; what is added twice for the same labels is summed. */
final class LabelledSums {

  private final Map<Labels, long[]> sums = new LinkedHashMap<>();

  void add(Labels labels, long... figures) {
    long[] sum = sums.get(labels);
    if (sum == null) {
      sums.put(labels, figures.clone());
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += figures[i];
      }
    }
  }

  /** In the order of their first addition. */
  Map<Labels, long[]> all() {
    return sums;
  }
}
