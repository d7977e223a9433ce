package dev.tinyalloc.sample;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site and who called it, and the sums of the samples that were taken there. The sums are guarded
 * by the lock of {@link Samples}.
 *
 * <p>Samples are independent of each other: where each has {@code s} bytes and the weight {@code
 * w}, the variance of the estimate {@code Σ s·w} is estimated, without bias, by {@code Σ
 * s²·w·(w−1)}.
 */
public final class Stack {

  /** What one costs besides its frames, in bytes, with its place in a table; an estimate. */
  private static final int OWN_BYTES = 256;

  /** In place of frames: those of a site for which there was no room any more. */
  static final Frame[] OTHERS = {};

  private static final int REFERENCE_BYTES = 8;

  private final int site;
  private final Frame[] frames;
  private final boolean cut;
  private final int hash;

  /** Its place among all; set once, when it is entered. */
  int id;

  private long samples;
  private double allocations;
  private double bytes;
  private double variance;

  private long liveSamples;
  private double liveAllocations;
  private double liveBytes;
  private double liveVariance;

  /** The frames are those that {@link Stacks} has: they are compared by identity. */
  Stack(int site, Frame[] frames, boolean cut) {
    this.site = site;
    this.frames = frames;
    this.cut = cut;
    this.hash = Arrays.hashCode(frames) * 31 + site;
  }

  /** The id of the site that allocates. */
  public int site() {
    return site;
  }

  boolean isOther() {
    return frames == OTHERS;
  }

  /** As {@link Frame#heapBytes}, without the frames. */
  long heapBytes() {
    return OWN_BYTES + (long) REFERENCE_BYTES * frames.length;
  }

  void began(long itsBytes, double weight) {
    samples++;
    allocations += weight;
    bytes += itsBytes * weight;
    variance += variance(itsBytes, weight);
    liveSamples++;
    liveAllocations += weight;
    liveBytes += itsBytes * weight;
    liveVariance += variance(itsBytes, weight);
  }

  void ended(long itsBytes, double weight) {
    liveSamples--;
    // Exactly nothing, not what rounding has left.
    boolean none = liveSamples == 0;
    liveAllocations = none ? 0 : liveAllocations - weight;
    liveBytes = none ? 0 : liveBytes - itsBytes * weight;
    liveVariance = none ? 0 : liveVariance - variance(itsBytes, weight);
  }

  /** After {@link #ended}: there was no such allocation. */
  void undone(long itsBytes, double weight) {
    samples--;
    allocations -= weight;
    bytes -= itsBytes * weight;
    variance -= variance(itsBytes, weight);
  }

  private static double variance(long bytes, double weight) {
    return (double) bytes * bytes * weight * (weight - 1);
  }

  StackTotals totals() {
    return new StackTotals(
        id,
        site,
        List.of(frames),
        cut,
        isOther(),
        samples,
        allocations,
        bytes,
        variance,
        liveSamples,
        liveAllocations,
        liveBytes,
        liveVariance);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Stack stack)
        || site != stack.site
        || cut != stack.cut
        || frames.length != stack.frames.length
        || isOther() != stack.isOther()) {
      return false;
    }
    for (int i = 0; i < frames.length; i++) {
      if (frames[i] != stack.frames[i]) {
        return false;
      }
    }
    return true;
  }
}
