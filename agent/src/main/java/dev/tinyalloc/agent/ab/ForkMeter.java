package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one fork used, seen from outside, and what its agent has written. */
final class ForkMeter implements AutoCloseable {

  private static final double NANOS_PER_MILLI = 1e6;

  /** A percentile is known if so many times lie beyond it; with fewer it would be chance. */
  private static final int LEAST_BEYOND = 5;

  private final Path gcLog;
  private final Path forkFile;

  private long startNanos;
  private long startMicros;
  private long endNanos;
  private @Nullable ProcessStat before;
  private @Nullable ProcessStat after;
  private @Nullable PeakRss rss;

  ForkMeter(Path gcLog, Path forkFile) {
    this.gcLog = gcLog;
    this.forkFile = forkFile;
  }

  Path gcLog() {
    return gcLog;
  }

  Path forkFile() {
    return forkFile;
  }

  /** The fork is about to be started. */
  void begin() {
    before = ProcessStat.ofChildren();
    Instant now = Instant.now();
    startMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    startNanos = System.nanoTime();
  }

  void started(Process process) {
    rss = PeakRss.of(process.pid());
  }

  /** It has ended, and was waited for. */
  void ended() {
    endNanos = System.nanoTime();
    after = ProcessStat.ofChildren();
  }

  Map<Metric, Double> values() throws IOException {
    Map<Metric, Double> values = new LinkedHashMap<>();
    values.put(Metrics.WALL, (endNanos - startNanos) / NANOS_PER_MILLI);
    if (before != null && after != null) {
      stat(after.since(before), values);
    }
    if (rss != null && rss.bytes() > 0) {
      values.put(Metrics.PEAK_RSS, (double) rss.bytes());
    }
    if (Files.exists(gcLog)) {
      GcLog log = GcLog.read(gcLog);
      values.put(Metrics.GC_COUNT, (double) log.count());
      values.put(Metrics.GC_PAUSE, log.pauseMillis());
    }
    agent(ForkFile.read(forkFile), values);
    return values;
  }

  private static void stat(ProcessStat used, Map<Metric, Double> values) {
    values.put(Metrics.USER, (double) used.userMillis());
    values.put(Metrics.SYSTEM, (double) used.systemMillis());
    values.put(Metrics.MINOR_FAULTS, (double) used.minorFaults());
    values.put(Metrics.MAJOR_FAULTS, (double) used.majorFaults());
  }

  private void agent(ForkFile file, Map<Metric, Double> values) {
    Long allocations = file.number("allocations");
    if (allocations == null || allocations == 0) {
      return;
    }
    Long peak = file.number("peakLiveBytes");
    if (peak != null) {
      values.put(Metrics.DIRECT_PEAK, (double) peak);
    }
    Long first = file.number("firstAllocationEpochMicros");
    if (first != null) {
      values.put(Metrics.FIRST_ALLOCATION, (first - startMicros) / 1_000.0);
    }
    Histogram allocate = file.times("allocateNanos");
    if (allocate != null) {
      percentile(allocate, 50, Metrics.ALLOCATE_P50, values);
      percentile(allocate, 90, Metrics.ALLOCATE_P90, values);
      percentile(allocate, 99, Metrics.ALLOCATE_P99, values);
      percentile(allocate, 99.9, Metrics.ALLOCATE_P999, values);
    }
    Histogram free = file.times("freeNanos");
    if (free != null) {
      percentile(free, 50, Metrics.FREE_P50, values);
      percentile(free, 99, Metrics.FREE_P99, values);
    }
  }

  private static void percentile(
      Histogram times, double percentile, Metric metric, Map<Metric, Double> values) {
    if (times.getTotalCount() * (100 - percentile) >= 100 * LEAST_BEYOND) {
      values.put(metric, (double) times.getValueAtPercentile(percentile));
    }
  }

  @Override
  public void close() {
    if (rss != null) {
      rss.interrupt();
    }
  }
}
