package dev.tinyalloc.agent.prometheus;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;

/**
 * A metric; one column of rows is its figures.
 *
 * @param name without the ending that counters get
 */
record Family(String name, String help) {

  /** Adds counters, of which the first has the first figure of each row. */
  static void counters(
      MetricSnapshots.Builder metrics, Map<Labels, long[]> rows, Family... families) {
    for (int i = 0; i < families.length; i++) {
      CounterSnapshot.Builder metric = CounterSnapshot.builder();
      metric.name(families[i].name()).help(families[i].help());
      for (Map.Entry<Labels, long[]> row : rows.entrySet()) {
        metric.dataPoint(
            CounterDataPointSnapshot.builder()
                .labels(row.getKey())
                .value((double) row.getValue()[i])
                .build());
      }
      metrics.metricSnapshot(metric.build());
    }
  }

  /** Adds gauges, of which the first has the first figure of each row. */
  static void gauges(
      MetricSnapshots.Builder metrics, Map<Labels, long[]> rows, Family... families) {
    for (int i = 0; i < families.length; i++) {
      GaugeSnapshot.Builder metric = GaugeSnapshot.builder();
      metric.name(families[i].name()).help(families[i].help());
      for (Map.Entry<Labels, long[]> row : rows.entrySet()) {
        // Figures of threads that are at work are read one after the other.
        long value = Math.max(0, row.getValue()[i]);
        metric.dataPoint(
            GaugeDataPointSnapshot.builder().labels(row.getKey()).value((double) value).build());
      }
      metrics.metricSnapshot(metric.build());
    }
  }
}
