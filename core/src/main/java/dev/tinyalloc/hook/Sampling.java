package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import dev.tinyalloc.sample.Samples;

/**
 * Begins samples, where a lane's clock says that one is due. That takes microseconds; and a virtual
 * thread may have changed carriers afterwards. Throws nothing: without Java heap, or without stack,
 * there is no sample.
 */
final class Sampling {

  /** Set while this thread walks its stack. */
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  private Sampling() {}

  /** {@link #begin(int, long, double)}, due by the clock of {@code lane}. */
  static int begin(Lane lane, int site, long bytes) {
    return begin(site, bytes, lane.clock.weight(bytes));
  }

  /**
   * Begins a sample of an allocation of {@code bytes} bytes.
   *
   * @return what its end is to be told in place of {@code site}: the sample, or {@code site} where
   *     it could not be taken
   */
  static int begin(int site, long bytes, double weight) {
    if (site == 0) {
      return site;
    }
    try {
      StackProbe.touch();
      return BUSY.get() == null ? Jdk.THUNKS.sample(site, bytes, weight) : site;
    } catch (Throwable exhausted) {
      return lost(site);
    }
  }

  /** Begins a sample, whatever it takes. */
  static int walk(int site, long bytes, double weight) {
    BUSY.set(Boolean.TRUE);
    try {
      return Samples.OF_PROCESS.begin(KnownStacks.ofCaller(site), bytes, weight);
    } finally {
      BUSY.remove();
    }
  }

  private static int lost(int site) {
    try {
      Samples.OF_PROCESS.lost();
    } catch (StackOverflowError uncounted) {
      return site;
    }
    return site;
  }

  /** Whether {@code id} is a sample's, not a site's. */
  static boolean isSample(int id) {
    return (id & Samples.FLAG) != 0;
  }

  /** Takes back what {@link #begin} has done, if anything: the allocation has failed. */
  static void undo(int id) {
    if (isSample(id)) {
      Samples.OF_PROCESS.undo(id);
    }
  }
}
