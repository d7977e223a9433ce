package dev.tinyalloc.agent.ab;

import org.jspecify.annotations.Nullable;

/**
 * One metric of two arms.
 *
 * @param ratio other to base; NaN where there is none
 * @param interval of the ratio
 * @param p of the signed-rank test, by itself
 * @param pHolm corrected for the number of metrics
 * @param note what else is to be said, or null
 */
record Comparison(
    Pairs pairs,
    double ratio,
    Interval interval,
    double p,
    double pHolm,
    Verdict verdict,
    @Nullable String note) {

  Metric metric() {
    return pairs.metric();
  }
}
