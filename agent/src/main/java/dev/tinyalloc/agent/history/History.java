package dev.tinyalloc.agent.history;

import java.util.ArrayList;
import java.util.List;

/**
 * What the counters said in the course of time. Written by {@link #tick}, read by whoever makes a
 * report, at any time, from any thread. Bounded: see its parts.
 */
public final class History {

  private final Counters counters;
  private final Floors floors = new Floors();
  private final Series series;
  private final SiteSeries siteSeries = new SiteSeries();
  private final Lifetimes lifetimes = new Lifetimes();

  /** By site id; used while ticking only. */
  private long[] live = new long[64];

  private long[] allocated = new long[64];

  History(Counters counters, long intervalNanos) {
    this.counters = counters;
    this.series = new Series(intervalNanos);
  }

  /** Looks at the counters at the time {@code now}, in nanoseconds by a monotonic clock. */
  synchronized void tick(long now) {
    makeRoom();
    int count = counters.live(live);
    floors.tick(live, count, now);
    if (series.isDue(now)) {
      addPoint(now, count);
    }
    counters.drain(lifetimes);
  }

  private void makeRoom() {
    int count = counters.siteCount();
    if (count >= live.length) {
      live = new long[2 * count];
      allocated = new long[2 * count];
    }
  }

  private void addPoint(long now, int count) {
    if (series.isFull()) {
      siteSeries.thin(series.size());
      series.thin();
    }
    // A site more may have come since; it has its turn at the next point.
    int known = Math.min(count, counters.allocated(allocated));
    long sum = 0;
    for (int id = 1; id <= known; id++) {
      sum += allocated[id];
    }
    siteSeries.add(series.size(), live, allocated, known);
    series.add(now, counters.totalLive(), counters.committed(), sum);
  }

  /** Takes in the samples that have ended since the last tick. */
  public synchronized void refresh() {
    counters.drain(lifetimes);
  }

  /** The totals at the points of the series. */
  public synchronized Levels levels() {
    return Levels.of(series);
  }

  /** Whether the levels of this site are known, at the points of {@link #levels}. */
  public synchronized boolean follows(int site) {
    return siteSeries.follows(site);
  }

  /**
   * Bytes live at a site that is followed, at the first {@code points} points; -1 where it was not
   * followed yet.
   */
  public synchronized long[] live(int site, int points) {
    return siteSeries.live(site, points);
  }

  /** Bytes that such a site has ever asked for; see {@link #live}. */
  public synchronized long[] allocated(int site, int points) {
    return siteSeries.allocated(site, points);
  }

  /** The sites that keep growing, the one with the highest lower bound of its slope first. */
  public synchronized List<Trend> growing() {
    List<Trend> trends = new ArrayList<>();
    for (int site = 1; floors.fullScales() > 0 && site < live.length; site++) {
      Trend trend = Trend.of(floors, site);
      if (trend != null) {
        trends.add(trend);
      }
    }
    trends.sort((a, b) -> Double.compare(b.low(), a.low()));
    return List.copyOf(trends);
  }

  /** Sampled allocations of the site that have ended. */
  public synchronized long endedSamples(int site) {
    return lifetimes.samples(site);
  }

  /** So long, in microseconds, lived at most that percentage of the allocations; 0 if unknown. */
  public synchronized long lifetimeMicros(int site, double percentile) {
    return lifetimes.micros(site, percentile);
  }

  /** Numbers kept for growth and lifetimes, over all sites. */
  synchronized long size() {
    return floors.size() + lifetimes.footprintBytes() / Long.BYTES;
  }
}
