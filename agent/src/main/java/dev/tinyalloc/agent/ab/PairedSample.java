package dev.tinyalloc.agent.ab;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * The differences of pairs, and what follows from them without a guess at their distribution.
 *
 * <p>The shift is that of Hodges and Lehmann (1963): the median of the means of all two
 * differences. Its interval is a bootstrap over pairs (Efron 1979) with the percentiles that
 * Hesterberg, "What Teachers Should Know About the Bootstrap" (2015), gives for small samples,
 * where plain ones are too narrow. The same differences give the same interval.
 */
final class PairedSample {

  /** Fewer tell nothing. */
  static final int LEAST = 2;

  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20_150_101;
  private static final double TAIL = 0.025;

  /** Moves values about in the array. */
  private static final Median MEDIAN = Median.withDefaults().withCopy(false);

  private final double[] differences;

  PairedSample(double[] differences) {
    this.differences = differences.clone();
  }

  /** The Hodges-Lehmann estimate. */
  double shift() {
    return shift(differences, new double[pairs(differences.length)]);
  }

  /** The two ends of its 95 % interval. */
  double[] interval() {
    int n = differences.length;
    double[] shifts = resampled(new SplittableRandom(SEED));
    Arrays.sort(shifts);
    double tail = tail(n);
    return new double[] {quantile(shifts, tail), quantile(shifts, 1 - tail)};
  }

  private double[] resampled(SplittableRandom random) {
    int n = differences.length;
    double[] walsh = new double[pairs(n)];
    double[] sample = new double[n];
    double[] shifts = new double[RESAMPLES];
    for (int i = 0; i < shifts.length; i++) {
      for (int k = 0; k < n; k++) {
        sample[k] = differences[random.nextInt(n)];
      }
      shifts[i] = shift(sample, walsh);
    }
    return shifts;
  }

  private static double tail(int n) {
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(TAIL);
    return NormalDistribution.of(0, 1).survivalProbability(t * Math.sqrt(n / (n - 1.0)));
  }

  /** The p-value of the signed-rank test of Wilcoxon, two-sided; pairs without difference count. */
  double p() {
    if (Arrays.stream(differences).allMatch(difference -> difference == 0)) {
      return 1;
    }
    return WilcoxonSignedRankTest.withDefaults()
        .with(AlternativeHypothesis.TWO_SIDED)
        .test(differences)
        .getPValue();
  }

  /** The least p-value that {@code n} pairs can have. */
  static double leastP(int n) {
    return Math.min(1, Math.pow(2, 1.0 - n));
  }

  private static int pairs(int n) {
    return n * (n + 1) / 2;
  }

  private static double shift(double[] values, double[] walsh) {
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      for (int k = i; k < values.length; k++) {
        walsh[at++] = (values[i] + values[k]) / 2;
      }
    }
    return MEDIAN.evaluate(walsh);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
