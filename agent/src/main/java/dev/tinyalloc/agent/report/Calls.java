package dev.tinyalloc.agent.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long calls took, where some were timed. Immutable. All times are nanoseconds.
 *
 * @param timedOneIn one call in so many was timed; 0: none
 * @param sites those that had a call timed
 * @param arms null but in mode {@code ab}
 */
public record Calls(int timedOneIn, List<SiteTimes> sites, @Nullable Arms arms) {

  static final Calls NONE = new Calls(0, List.of(), null);

  /** Percentiles of times; all 0 where there was no call. */
  public record Timed(long samples, long p50, long p90, long p99, long p999, long max) {

    static final Timed NONE = new Timed(0, 0, 0, 0, 0, 0);
  }

  /** Times of the calls of one site: to allocate, and to free a buffer at once. */
  public record SiteTimes(int site, Timed allocate, Timed free) {

    static SiteTimes none(int site) {
      return new SiteTimes(site, Timed.NONE, Timed.NONE);
    }
  }

  /** The two sites of one line, by their ids. */
  public record Pair(int jdk, int tinyalloc) {}

  /**
   * What fell to which arm.
   *
   * @param percent of the units were to fall to TinyAlloc
   * @param unit what fell to an arm as a whole
   * @param pairs lines that TinyAlloc has served
   */
  public record Arms(int percent, String unit, long seed, List<Pair> pairs) {

    static final String WARNING =
        "the arms share one collector and one page cache: a hint;"
            + " for a verdict there is the command ab";
  }
}
