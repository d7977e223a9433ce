package dev.tinyalloc.agent.history;

import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * That a site's live bytes have kept rising.
 *
 * @param site the site's id
 * @param bytesPerSecond the slope, with its 95 % interval from {@code low} to {@code high}
 * @param confidence from 0 to 1 that it rises at all, given that so many windows were looked at
 * @param windowNanos how far it looks back
 */
public record Trend(
    int site, double bytesPerSecond, double low, double high, double confidence, long windowNanos) {

  /** What is less certain is no trend. */
  public static final double MIN_CONFIDENCE = 0.95;

  // How it is decided. A level is correlated with itself: on a line fitted through it, by any
  // method that takes the readings for independent, a level that wanders about looks certain to
  // rise. So the null hypothesis here is the worst case, a random walk, where a level is the one
  // before it and a step of mean 0. What is tested is the mean of the seven steps between the
  // floors of eight batches, by Student's t. Levels that return to where they were, noise, a queue,
  // the collector's saw, have steps that take back one another, for which that is stricter than
  // need be: they are hardly ever named, and a leak below them is named a little later.
  //
  // Neighbouring steps of averages of a random walk correlate by 1/4 (Working 1960), which makes
  // the variance of their mean 1 + 2/4 times what it seems; floors do about the same.
  //
  // Several windows are several chances to be wrong: each has to pass at 1/n of the error
  // (Bonferroni).
  private static final double CORRELATED_STEPS = Math.sqrt(1.5);

  private static final int STEPS = Floors.SLOTS - 1;

  /** So many of the seven steps go up; else it is a few large blocks, not a rise. */
  private static final int MIN_RISES = 5;

  /** The last four of the seven steps make so much of the rise, or it has flattened. */
  private static final double MIN_LATE_SHARE = 0.4;

  private static final TDistribution STUDENT = TDistribution.of(STEPS - 1);
  private static final double T_95 = STUDENT.inverseCumulativeProbability(0.975);

  /** The trend in the longest window that shows one; null if none does. */
  static @Nullable Trend of(Floors floors, int site) {
    int scales = floors.fullScales();
    for (int scale = scales - 1; scale >= 0; scale--) {
      double[] levels = floors.of(site, scale);
      if (levels == null) {
        return null;
      }
      Trend trend = of(site, levels, floors.stepNanos(scale), scales);
      if (trend != null) {
        return trend;
      }
      if (!isRecord(levels)) {
        // Higher before: whatever shorter windows show has been seen to come and go.
        return null;
      }
    }
    return null;
  }

  private static @Nullable Trend of(int site, double[] levels, double stepNanos, int windows) {
    double mean = (levels[STEPS] - levels[0]) / STEPS;
    if (!keepsRising(levels)) {
      return null;
    }
    double error = CORRELATED_STEPS * deviation(levels, mean) / Math.sqrt(STEPS);
    double chance = error == 0 ? 0 : STUDENT.survivalProbability(mean / error);
    double confidence = 1 - windows * chance;
    if (confidence < MIN_CONFIDENCE) {
      return null;
    }
    double perSecond = 1e9 / stepNanos;
    return new Trend(
        site,
        mean * perSecond,
        (mean - T_95 * error) * perSecond,
        (mean + T_95 * error) * perSecond,
        confidence,
        (long) (stepNanos * Floors.SLOTS));
  }

  private static boolean keepsRising(double[] levels) {
    int rises = 0;
    for (int i = 0; i < STEPS; i++) {
      rises += levels[i + 1] > levels[i] ? 1 : 0;
    }
    double late = levels[STEPS] - levels[STEPS - 4];
    return rises >= MIN_RISES
        && late >= MIN_LATE_SHARE * (levels[STEPS] - levels[0])
        && levels[STEPS] > levels[STEPS - 2];
  }

  private static double deviation(double[] levels, double mean) {
    double squares = 0;
    for (int i = 0; i < STEPS; i++) {
      double off = levels[i + 1] - levels[i] - mean;
      squares += off * off;
    }
    return Math.sqrt(squares / (STEPS - 1));
  }

  private static boolean isRecord(double[] levels) {
    for (double level : levels) {
      if (level > levels[STEPS]) {
        return false;
      }
    }
    return true;
  }
}
