package dev.tinyalloc.agent.ab;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How much an arm differs from its base in one metric: by logarithms of ratios, so that a pair that
 * is slow as a whole counts as any other; where a value is 0, by differences in parts of the base's
 * mean.
 */
record Difference(double ratio, Interval interval, double p, @Nullable String note) {

  /** Whether it is one of those that the correction is for. */
  boolean isTested() {
    return !Double.isNaN(p);
  }

  static Difference of(Pairs pairs) {
    if (pairs.count() > 0 && pairs.allEqual()) {
      Interval none = pairs.count() < PairedSample.LEAST ? Interval.UNKNOWN : new Interval(1, 1);
      return new Difference(1, none, Double.NaN, tooFew(pairs));
    }
    if (pairs.allPositive()) {
      return of(pairs, logarithms(pairs), Math::exp);
    }
    double mean = pairs.meanOfBase();
    return mean > 0
        ? of(pairs, inPartsOf(mean, pairs), shift -> Math.max(0, 1 + shift))
        : new Difference(
            Double.NaN, Interval.UNKNOWN, Double.NaN, "there is no ratio to a base of 0");
  }

  private static Difference of(Pairs pairs, double[] differences, DoubleUnaryOperator toRatio) {
    PairedSample sample = new PairedSample(differences);
    double ratio = toRatio.applyAsDouble(sample.shift());
    if (pairs.count() < PairedSample.LEAST) {
      return new Difference(ratio, Interval.UNKNOWN, Double.NaN, tooFew(pairs));
    }
    double[] ends = sample.interval();
    Interval interval =
        new Interval(toRatio.applyAsDouble(ends[0]), toRatio.applyAsDouble(ends[1]));
    return new Difference(ratio, interval, sample.p(), null);
  }

  private static @Nullable String tooFew(Pairs pairs) {
    return pairs.count() < PairedSample.LEAST ? "one pair cannot tell anything" : null;
  }

  private static double[] logarithms(Pairs pairs) {
    double[] differences = new double[pairs.count()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = Math.log(pairs.other()[i] / pairs.base()[i]);
    }
    return differences;
  }

  private static double[] inPartsOf(double mean, Pairs pairs) {
    double[] differences = new double[pairs.count()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = (pairs.other()[i] - pairs.base()[i]) / mean;
    }
    return differences;
  }
}
