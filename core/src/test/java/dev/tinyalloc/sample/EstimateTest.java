package dev.tinyalloc.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Estimates against the truth: many sizes, frees in between, 50 seeds. */
class EstimateTest {

  private static final int SEEDS = 50;
  private static final long MEAN = 512 << 10;
  private static final int ALLOCATIONS = 60_000;

  /** Of two stacks, one has small ones, and the other one small and large ones. */
  private static final StackTraceElement[][] STACKS = {lines("small"), lines("mixed")};

  private final List<Double> errors = new ArrayList<>();
  private int held;

  private static StackTraceElement[] lines(String method) {
    return new StackTraceElement[] {new StackTraceElement("a.B", method, "B.java", 1)};
  }

  @Test
  void shouldEstimateLiveBytesWithoutBiasAndWithAnHonestInterval() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Program program = new Program(seed);
      program.run();
      StackTotals[] found = program.samples.stacks().toArray(new StackTotals[0]);
      for (StackTotals stack : found) {
        long truth = program.liveBytes[stack.frames().get(0).method().equals("small") ? 0 : 1];
        compare(stack.liveBytes(), stack.liveBytesVariance(), (double) truth);
      }
      assertThat(found).hasSize(2);
    }
    assertUnbiased();
  }

  @Test
  void shouldEstimateAllocatedBytesWithoutBiasAndWithAnHonestInterval() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Program program = new Program(1000 + seed);
      program.run();
      double bytes = 0;
      double variance = 0;
      for (StackTotals stack : program.samples.stacks()) {
        bytes += stack.bytes();
        variance += stack.bytesVariance();
      }
      compare(bytes, variance, (double) program.allocatedBytes);
    }
    assertUnbiased();
  }

  private void compare(double estimate, double variance, double truth) {
    errors.add(estimate / truth - 1);
    held += Math.abs(estimate - truth) <= 1.96 * Math.sqrt(variance) ? 1 : 0;
  }

  private void assertUnbiased() {
    double mean = errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).sum();
    double standardError = Math.sqrt(squares / (errors.size() - 1) / errors.size());
    System.out.printf(
        "mean relative error %.4f ± %.4f, interval holds in %d of %d%n",
        mean, standardError, held, errors.size());
    assertThat(Math.abs(mean)).isLessThan(2.5 * standardError);
    assertThat(held).isGreaterThanOrEqualTo(errors.size() * 9 / 10);
  }

  /** Allocates, and frees what it has allocated at random, so that a third is left. */
  private static final class Program {

    final Samples samples = new Samples(1 << 16, 1 << 20);
    final SampleClock clock;
    final Random random;
    final long[] liveBytes = new long[2];
    final List<long[]> live = new ArrayList<>();
    long allocatedBytes;

    Program(long seed) {
      samples.meanBytes(MEAN);
      clock = new SampleClock(samples, seed);
      random = new Random(seed);
    }

    void run() {
      for (int i = 0; i < ALLOCATIONS; i++) {
        allocate();
        if (random.nextInt(3) > 0) {
          free();
        }
      }
    }

    private void allocate() {
      int kind = random.nextInt(2);
      long bytes = kind == 0 || random.nextInt(8) > 0 ? 1L << random.nextInt(14) : size();
      int id =
          clock.isDue(bytes)
              ? samples.begin(
                  samples.stack(kind + 1, STACKS[kind], 1, false), bytes, clock.weight(bytes))
              : 0;
      live.add(new long[] {kind, bytes, id});
      liveBytes[kind] += bytes;
      allocatedBytes += bytes;
    }

    private long size() {
      return random.nextInt(50) > 0 ? random.nextInt(200_000) : random.nextInt(3_000_000);
    }

    private void free() {
      long[] one = live.set(random.nextInt(live.size()), live.get(live.size() - 1));
      live.remove(live.size() - 1);
      liveBytes[(int) one[0]] -= one[1];
      if (one[2] != 0) {
        samples.end((int) one[2]);
      }
    }
  }
}
