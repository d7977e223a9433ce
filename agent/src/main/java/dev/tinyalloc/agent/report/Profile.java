package dev.tinyalloc.agent.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What samples and the passing of time tell beyond the counts. Immutable. All sizes are bytes.
 *
 * <p>Figures of {@code double} type are estimates from samples.
 *
 * @param stacks call stacks that have allocated, the one with most live bytes first
 * @param oldest sampled blocks that live, the oldest first
 * @param growth sites whose live bytes keep rising, the most certain and fastest first
 * @param calls how long calls took
 */
public record Profile(
    Sampling sampling,
    List<StackCounts> stacks,
    List<OldBlock> oldest,
    List<Growth> growth,
    Series series,
    Calls calls) {

  static final Profile NONE =
      new Profile(
          new Sampling(0, 0, 0, 0),
          List.of(),
          List.of(),
          List.of(),
          new Series(List.of(), List.of()),
          Calls.NONE);

  /**
   * How allocations were sampled.
   *
   * @param meanBytes requested bytes between two samples, on average; 0: none are taken
   * @param lost samples that found no room
   */
  public record Sampling(long meanBytes, long samples, long liveSamples, long lost) {}

  /** One call on a stack; the line is -1 where the class does not say. */
  public record Frame(String className, String method, @Nullable String file, int line) {}

  /**
   * The ways of one call stack.
   *
   * @param site the site's id
   * @param frames the site's own line first, its callers after it; empty for all the stacks of the
   *     site that found no room
   */
  public record StackCounts(
      int site,
      List<Frame> frames,
      long samples,
      double allocations,
      double allocatedBytes,
      long liveSamples,
      double liveAllocations,
      double liveBytes) {}

  /**
   * A sampled block that lives.
   *
   * @param stack where it is in {@link Profile#stacks}; -1: that one is not reported
   */
  public record OldBlock(int site, int stack, long bytes, long ageMillis) {}

  /**
   * A site whose live bytes keep rising.
   *
   * @param bytesPerSecond the slope, with the 95 % interval from {@code low} to {@code high}
   * @param confidence from 0 to 1 that it rises at all
   */
  public record Growth(
      int site,
      double bytesPerSecond,
      double low,
      double high,
      double confidence,
      long windowMillis) {}

  /**
   * Levels over time, oldest first.
   *
   * @param sites the sites with most live bytes
   */
  public record Series(List<Point> points, List<SiteSeries> sites) {}

  /** {@code allocatedBytes} counts from the start. */
  public record Point(Instant time, long liveBytes, long committedBytes, long allocatedBytes) {}

  /** A site's levels at the times of {@link Series#points}. */
  public record SiteSeries(int site, List<Long> liveBytes, List<Long> allocatedBytes) {}

  /**
   * Allocations of more than half of {@code upToBytes} and at most that, of up to 8 bytes in the
   * first range, and without a limit in the last, that of {@link Long#MAX_VALUE}.
   */
  public record SizeCount(long upToBytes, long allocations) {}

  /**
   * How long allocations of a site lived, by those sampled that have ended, in microseconds.
   *
   * @param samples how many; the error of a percentile is that of so many draws
   */
  public record Lifetimes(long samples, long p50, long p90, long p99, long max) {

    static final Lifetimes NONE = new Lifetimes(0, 0, 0, 0, 0);
  }

  /**
   * What redirection would change at a site, estimated from what was observed.
   *
   * @param blockBytes what all requests would have cost after rounding up
   * @param peakBlockBytes what the most that lived at once would have cost
   * @param reused share of the allocations that would have got a block used before, 0 to 1
   */
  public record Estimate(long blockBytes, long peakBlockBytes, double reused) {}
}
