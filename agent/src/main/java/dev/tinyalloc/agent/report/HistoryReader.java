package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.history.History;
import dev.tinyalloc.agent.history.HistoryThread;
import dev.tinyalloc.agent.history.Levels;
import dev.tinyalloc.agent.history.Trend;
import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.Point;
import dev.tinyalloc.agent.report.Profile.Series;
import dev.tinyalloc.agent.report.Profile.SiteSeries;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the passing of time has told. Loaded only if core is installed. */
final class HistoryReader {

  /** Those that hold most; the lines of the others are mostly flat. */
  private static final int MAX_SITES = 50;

  private final @Nullable History history;

  HistoryReader(@Nullable History history) {
    this.history = history;
  }

  /** Of this process. */
  static HistoryReader ofProcess() {
    History history = HistoryThread.history();
    if (history != null) {
      history.refresh();
    }
    return new HistoryReader(history);
  }

  Lifetimes lifetimes(int site) {
    long samples = history == null ? 0 : history.endedSamples(site);
    return history == null || samples == 0
        ? Lifetimes.NONE
        : new Lifetimes(
            samples,
            history.lifetimeMicros(site, 50),
            history.lifetimeMicros(site, 90),
            history.lifetimeMicros(site, 99),
            history.lifetimeMicros(site, 100));
  }

  List<Growth> growth() {
    List<Growth> growing = new ArrayList<>();
    if (history != null) {
      for (Trend trend : history.growing()) {
        growing.add(
            new Growth(
                trend.site(),
                trend.bytesPerSecond(),
                trend.low(),
                trend.high(),
                trend.confidence(),
                trend.windowNanos() / 1_000_000));
      }
    }
    return List.copyOf(growing);
  }

  /**
   * The levels until now, the last of them being those of the report itself.
   *
   * @param nanos the moment of the report by {@code System.nanoTime}
   * @param time the same by the calendar
   * @param sites in {@link SiteOrder}
   */
  Series series(
      long nanos, Instant time, Totals totals, long committedBytes, List<SiteCounts> sites) {
    if (history == null) {
      return Profile.NONE.series();
    }
    Levels levels = history.levels();
    int points = levels.nanos().length;
    List<Point> all = new ArrayList<>(points + 1);
    for (int i = 0; i < points; i++) {
      all.add(
          new Point(
              time.minusNanos(nanos - levels.nanos()[i]),
              levels.live()[i],
              levels.committed()[i],
              levels.allocated()[i]));
    }
    all.add(new Point(time, totals.liveBytes(), committedBytes, totals.allocatedBytes()));
    return new Series(List.copyOf(all), siteSeries(history, points, sites));
  }

  private static List<SiteSeries> siteSeries(History history, int points, List<SiteCounts> sites) {
    List<SiteSeries> all = new ArrayList<>();
    for (SiteCounts site : sites) {
      if (all.size() == MAX_SITES || site.allocations() == 0) {
        break;
      }
      if (history.follows(site.id())) {
        all.add(
            new SiteSeries(
                site.id(),
                with(history.live(site.id(), points), site.liveBytes()),
                with(history.allocated(site.id(), points), site.allocatedBytes())));
      }
    }
    return List.copyOf(all);
  }

  private static List<Long> with(long[] levels, long last) {
    List<Long> all = new ArrayList<>(levels.length + 1);
    for (long level : levels) {
      all.add(level);
    }
    all.add(last);
    return List.copyOf(all);
  }
}
