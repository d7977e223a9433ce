package dev.tinyalloc.sample;

/**
 * The last samples that have ended, until somebody takes them out. Guarded by the lock of {@link
 * Samples}.
 */
final class EndedSamples {

  static final int CAPACITY = 1 << 14;

  private static final int MASK = CAPACITY - 1;

  private final int[] sites = new int[CAPACITY];
  private final long[] lifetimes = new long[CAPACITY];
  private final double[] weights = new double[CAPACITY];

  /** How many were ever put in, and taken out or overwritten: {@code in - out ≤ CAPACITY}. */
  private long in;

  private long out;

  /**
   * Puts one in, in place of the oldest if there is no room.
   *
   * @return how many were lost by that
   */
  int add(int site, long lifetimeNanos, double weight) {
    int at = (int) in & MASK;
    sites[at] = site;
    lifetimes[at] = lifetimeNanos;
    weights[at] = weight;
    in++;
    int lost = in - out > CAPACITY ? 1 : 0;
    out += lost;
    return lost;
  }

  /** Moves the oldest ones to {@code batch}, as many as it takes. */
  void drainTo(EndedBatch batch) {
    while (out < in && batch.hasRoom()) {
      int at = (int) out & MASK;
      batch.add(sites[at], lifetimes[at], weights[at]);
      out++;
    }
  }
}
