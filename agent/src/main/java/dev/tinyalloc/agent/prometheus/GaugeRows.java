package dev.tinyalloc.agent.prometheus;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;

/** Levels as they go out: the first have a row each, all others are summed in one. */
final class GaugeRows {

  private GaugeRows() {}

  static Map<Labels, long[]> rows(LabelledSums now, int limit, Labels others) {
    LabelledSums limited = new LabelledSums();
    int rank = 0;
    for (Map.Entry<Labels, long[]> entry : now.all().entrySet()) {
      limited.add(rank++ < limit ? entry.getKey() : others, entry.getValue());
    }
    return limited.all();
  }
}
