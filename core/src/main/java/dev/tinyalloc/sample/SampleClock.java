package dev.tinyalloc.sample;

import dev.tinyalloc.os.Padding;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One carrier thread's countdown, in bytes, to its next sample. Called from rewritten code. Used by
 * that thread alone.
 *
 * <p>The countdowns are exponentially distributed, and so without memory: an allocation of {@code
 * s} bytes is sampled with the chance {@code 1 - exp(-s / mean)}, whatever came before it.
 */
public final class SampleClock extends Padding {

  /** Fixes what is sampled, for tests: the same allocations by the same carriers, same samples. */
  private static final String SEED = "dev.tinyalloc.sampleSeed";

  private static final AtomicLong SEEDS = new AtomicLong(Long.getLong(SEED, System.nanoTime()));

  /** That of SplitMix64 (Steele, Lea and Flood, 2014), as the constants below. */
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  /** Where nothing is sampled, the mean is looked at again after so many bytes. */
  private static final long PAUSE_BYTES = 16 << 20;

  private static final double UNIT = 0x1p-53;

  private final Samples samples;
  private long random;

  /** Not negative but within {@link #isDue}. */
  private long left;

  /** With which {@link #left} was drawn, in bytes; 0 where it is no countdown to a sample. */
  private double mean;

  /** That of the countdown that ended last. */
  private double dueMean;

  private double drawnMean;

  /** A clock for samples that {@code samples} keeps. */
  public SampleClock(Samples samples) {
    this(samples, SEEDS.getAndAdd(GAMMA));
  }

  SampleClock(Samples samples, long seed) {
    this.samples = samples;
    this.random = seed;
  }

  /** Whether an allocation of {@code bytes} bytes is to be sampled; {@link #weight} follows. */
  public boolean isDue(long bytes) {
    long now = left - bytes;
    left = now;
    return now < 0 && ring(bytes);
  }

  /**
   * Counts an allocation of {@code bytes} bytes unless it may have to be sampled, which {@link
   * #isDue} decides then.
   */
  public boolean passes(long bytes) {
    long now = left - bytes;
    if (now < 0) {
      return false;
    }
    left = now;
    return true;
  }

  /**
   * How many allocations of {@code bytes} bytes the one stands for that was due last: the inverse
   * of its chance.
   */
  public double weight(long bytes) {
    return weight(bytes, dueMean);
  }

  /** {@link #weight(long)} for a countdown of {@link #draw}. */
  public static double weight(long bytes, double mean) {
    return -1 / Math.expm1(-bytes / mean);
  }

  /**
   * Another countdown, in bytes, of its own: a sample is due with the allocation that takes it
   * below 0, unless {@link #drawnMean} is 0 then.
   */
  public long draw() {
    drawnMean = samples.meanBytes();
    return drawnMean == 0 ? PAUSE_BYTES : (long) (-drawnMean * Math.log(nextUnit()));
  }

  /** The mean that {@link #draw} had last, in bytes; 0: there will be no sample. */
  public double drawnMean() {
    return drawnMean;
  }

  private boolean ring(long bytes) {
    if (mean == 0) {
      wind();
      if (mean == 0 || bytes <= left) {
        left = Math.max(0, left - bytes);
        return false;
      }
    }
    dueMean = mean;
    wind();
    return true;
  }

  private void wind() {
    left = draw();
    mean = drawnMean;
  }

  /** A number above 0, and up to 1. */
  private double nextUnit() {
    random += GAMMA;
    long z = random;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (((z ^ (z >>> 31)) >>> 11) + 1) * UNIT;
  }
}
