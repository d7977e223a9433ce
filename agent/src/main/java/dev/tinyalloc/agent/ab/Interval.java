package dev.tinyalloc.agent.ab;

/** Where a ratio lies with 95 % confidence; NaN where nobody can tell. */
record Interval(double low, double high) {

  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  boolean isWithin(double least, double most) {
    return low >= least && high <= most;
  }

  /** Whether it leaves out that there is no difference. */
  boolean excludesOne() {
    return low > 1 || high < 1;
  }

  double halfWidth() {
    return (high - low) / 2;
  }
}
