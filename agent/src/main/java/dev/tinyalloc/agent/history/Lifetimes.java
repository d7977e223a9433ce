package dev.tinyalloc.agent.history;

import dev.tinyalloc.sample.SampleListener;
import java.util.Arrays;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * How long the allocations of each site lived, by those sampled that have ended: a packed histogram
 * a site, made when the first of its samples ends, of some hundred bytes and as many more as it has
 * different values. Values are microseconds, at most 1/128 off; counts are allocations. Not
 * thread-safe.
 */
final class Lifetimes implements SampleListener {

  /** 128 buckets for each doubling. */
  private static final int DIGITS = 2;

  private static final long NANOS_PER_MICRO = 1_000;

  /** By site id; null until the first sample ends, so that the library is not loaded before. */
  private @Nullable PackedHistogram @Nullable [] sites;

  /** Of the weights that were not whole numbers, what is owed to the counts. */
  private double[] owed = {};

  private long[] samples = {};

  @Override
  public void ended(int site, long nanos, double weight) {
    PackedHistogram histogram = histogram(site);
    double due = weight + owed[site];
    long count = (long) due;
    owed[site] = due - count;
    samples[site]++;
    if (count > 0) {
      histogram.recordValueWithCount(Math.max(0, nanos) / NANOS_PER_MICRO, count);
    }
  }

  private PackedHistogram histogram(int site) {
    @Nullable PackedHistogram[] known = room(site);
    PackedHistogram histogram = known[site];
    if (histogram == null) {
      histogram = new PackedHistogram(DIGITS);
      known[site] = histogram;
    }
    return histogram;
  }

  private @Nullable PackedHistogram[] room(int site) {
    @Nullable PackedHistogram[] known = sites == null ? new PackedHistogram[0] : sites;
    if (site >= known.length) {
      int length = Math.max(site + 1, 2 * known.length);
      known = Arrays.copyOf(known, length);
      owed = Arrays.copyOf(owed, length);
      samples = Arrays.copyOf(samples, length);
      sites = known;
    }
    return known;
  }

  /** Samples of the site that have ended. */
  long samples(int site) {
    return site < samples.length ? samples[site] : 0;
  }

  /** So long, in microseconds, lived at most that percentage of the allocations; 0 if none. */
  long micros(int site, double percentile) {
    PackedHistogram histogram = sites == null || samples(site) == 0 ? null : sites[site];
    return histogram == null ? 0 : histogram.getValueAtPercentile(percentile);
  }

  /** Java heap that the histograms take, in bytes, about. */
  long footprintBytes() {
    long bytes = 0;
    for (int site = 0; sites != null && site < sites.length; site++) {
      PackedHistogram histogram = sites[site];
      bytes += histogram == null ? 0 : histogram.getEstimatedFootprintInBytes();
    }
    return bytes;
  }
}
