package dev.tinyalloc.sample;

/** Told of sampled allocations that have ended. */
public interface SampleListener {

  /**
   * A sampled allocation has ended.
   *
   * @param site id of the site
   * @param lifetimeNanos how long it lived, in nanoseconds
   * @param weight how many allocations it stands for
   */
  void ended(int site, long lifetimeNanos, double weight);
}
