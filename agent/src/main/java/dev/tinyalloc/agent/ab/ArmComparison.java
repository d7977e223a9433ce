package dev.tinyalloc.agent.ab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All metrics of two arms. */
record ArmComparison(String base, String other, List<Comparison> metrics) {

  /** A p-value below that is not taken for chance. */
  static final double SIGNIFICANT = 0.05;

  static ArmComparison of(Experiment experiment, String base, String other) {
    List<Pairs> pairs = new ArrayList<>();
    for (Metric metric : experiment.metrics()) {
      Pairs values = Pairs.of(experiment, metric, base, other);
      if (values.count() > 0) {
        pairs.add(values);
      }
    }
    double margin = experiment.marginPercent() / 100;
    return new ArmComparison(base, other, compare(pairs, margin));
  }

  private static List<Comparison> compare(List<Pairs> pairs, double margin) {
    List<Difference> differences = pairs.stream().map(Difference::of).toList();
    double[] corrected =
        Holm.correct(
            differences.stream().filter(Difference::isTested).mapToDouble(Difference::p).toArray());
    List<Comparison> all = new ArrayList<>();
    int tested = 0;
    for (int i = 0; i < pairs.size(); i++) {
      double pHolm = differences.get(i).isTested() ? corrected[tested++] : 1;
      all.add(compare(pairs.get(i), differences.get(i), pHolm, margin));
    }
    return List.copyOf(all);
  }

  private static Comparison compare(Pairs pairs, Difference is, double pHolm, double margin) {
    return new Comparison(
        pairs,
        is.ratio(),
        is.interval(),
        is.isTested() ? is.p() : 1,
        pHolm,
        verdict(pairs.metric(), is, pHolm, margin),
        is.note());
  }

  private static Verdict verdict(Metric metric, Difference is, double pHolm, double margin) {
    Interval interval = is.interval();
    if (interval.isWithin(1 - margin, 1 + margin)) {
      return Verdict.EQUIVALENT;
    }
    boolean beyond = Math.abs(is.ratio() - 1) > margin;
    if (pHolm < SIGNIFICANT && interval.excludesOne() && beyond) {
      return is.ratio() > 1 == metric.higherIsBetter() ? Verdict.BETTER : Verdict.WORSE;
    }
    return Verdict.INCONCLUSIVE;
  }

  /** What is wrong with so few pairs, or null. */
  @Nullable String warning() {
    int tested = (int) metrics.stream().filter(metric -> metric.p() < 1).count();
    int pairs = metrics.stream().mapToInt(metric -> metric.pairs().count()).max().orElse(0);
    if (tested == 0 || PairedSample.leastP(pairs) * tested < SIGNIFICANT) {
      return null;
    }
    int wanted = pairs;
    while (PairedSample.leastP(wanted) * tested >= SIGNIFICANT) {
      wanted++;
    }
    return pairs
        + (pairs == 1 ? " pair" : " pairs")
        + " cannot show a difference in one of "
        + tested
        + " metrics; that takes "
        + wanted
        + " at least";
  }
}
