package dev.tinyalloc.agent.ab;

import java.util.List;

/** What is measured of each fork without help of the program; less of each is better. */
final class Metrics {

  static final Metric WALL = new Metric("wall", "ms", false);
  static final Metric USER = new Metric("user", "ms", false);
  static final Metric SYSTEM = new Metric("system", "ms", false);
  static final Metric PEAK_RSS = new Metric("peakRss", "bytes", false);
  static final Metric MINOR_FAULTS = new Metric("minorFaults", "", false);
  static final Metric MAJOR_FAULTS = new Metric("majorFaults", "", false);
  static final Metric GC_COUNT = new Metric("gcCount", "", false);
  static final Metric GC_PAUSE = new Metric("gcPause", "ms", false);
  static final Metric DIRECT_PEAK = new Metric("directPeak", "bytes", false);
  static final Metric FIRST_ALLOCATION = new Metric("firstAllocation", "ms", false);
  static final Metric ALLOCATE_P50 = new Metric("allocate.p50", "ns", false);
  static final Metric ALLOCATE_P90 = new Metric("allocate.p90", "ns", false);
  static final Metric ALLOCATE_P99 = new Metric("allocate.p99", "ns", false);
  static final Metric ALLOCATE_P999 = new Metric("allocate.p99.9", "ns", false);
  static final Metric FREE_P50 = new Metric("free.p50", "ns", false);
  static final Metric FREE_P99 = new Metric("free.p99", "ns", false);

  /** In the order of tables. */
  static final List<Metric> ALL =
      List.of(
          WALL,
          USER,
          SYSTEM,
          PEAK_RSS,
          MINOR_FAULTS,
          MAJOR_FAULTS,
          GC_COUNT,
          GC_PAUSE,
          DIRECT_PEAK,
          FIRST_ALLOCATION,
          ALLOCATE_P50,
          ALLOCATE_P90,
          ALLOCATE_P99,
          ALLOCATE_P999,
          FREE_P50,
          FREE_P99);

  private Metrics() {}

  static boolean isBuiltIn(String name) {
    return ALL.stream().anyMatch(metric -> metric.name().equals(name));
  }
}
