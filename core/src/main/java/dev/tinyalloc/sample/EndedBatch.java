package dev.tinyalloc.sample;

/** Some samples that have ended, on their way to a listener. Used by one thread. */
final class EndedBatch {

  private static final int SIZE = 256;

  private final int[] sites = new int[SIZE];
  private final long[] lifetimes = new long[SIZE];
  private final double[] weights = new double[SIZE];
  private int size;

  boolean hasRoom() {
    return size < SIZE;
  }

  void add(int site, long lifetimeNanos, double weight) {
    sites[size] = site;
    lifetimes[size] = lifetimeNanos;
    weights[size] = weight;
    size++;
  }

  /** Tells {@code listener} of all, and forgets them; false if there are none. */
  boolean pass(SampleListener listener) {
    int passed = size;
    size = 0;
    for (int i = 0; i < passed; i++) {
      listener.ended(sites[i], lifetimes[i], weights[i]);
    }
    return passed > 0;
  }
}
