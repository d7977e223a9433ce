package dev.tinyalloc.agent.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class PairedSampleTest {

  /** Hollander, Wolfe: Nonparametric Statistical Methods, table 3.1: depression scale factors. */
  private static final double[] FIRST = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};

  private static final double[] SECOND = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

  private static PairedSample published() {
    double[] differences = new double[FIRST.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = FIRST[i] - SECOND[i];
    }
    return new PairedSample(differences);
  }

  @Test
  void shouldEstimateTheShiftAsPublished() {
    assertThat(published().shift()).isCloseTo(0.46, within(0.005));
  }

  @Test
  void shouldTestAsPublished() {
    // One-sided 0.0195, as in the book and in the documentation of R's wilcox.test.
    assertThat(published().p()).isCloseTo(2 * 0.01953125, within(1e-9));
  }

  @Test
  void shouldGiveTheSameIntervalForTheSameDifferences() {
    assertThat(published().interval()).isEqualTo(published().interval());
    assertThat(published().interval()[0]).isBetween(0.0, 0.46);
    assertThat(published().interval()[1]).isBetween(0.46, 1.0);
  }

  @Test
  void shouldKnowTheLeastPValue() {
    double[] allUp = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assertThat(new PairedSample(allUp).p()).isCloseTo(PairedSample.leastP(10), within(1e-12));
    assertThat(PairedSample.leastP(10)).isCloseTo(2.0 / 1024, within(1e-12));
  }

  @Test
  void shouldSeeNoDifferenceWhereThereIsNone() {
    PairedSample none = new PairedSample(new double[10]);
    assertThat(none.p()).isOne();
    assertThat(none.shift()).isZero();
    assertThat(none.interval()).containsExactly(0, 0);
  }

  @Test
  void shouldCoverTheTrueShiftOfNormalDifferences() {
    Random random = new Random(1);
    assertThat(coverage(10, random::nextGaussian, 0)).isBetween(0.92, 0.98);
  }

  /** Times are skewed: few forks take much longer. Differences of two arms less so. */
  @Test
  void shouldCoverTheTrueShiftOfDifferencesOfTimes() {
    Random random = new Random(2);
    DoubleSupplier first = () -> Math.exp(random.nextGaussian() / 2);
    DoubleSupplier second = () -> Math.exp(random.nextGaussian() / 2);
    assertThat(coverage(20, () -> first.getAsDouble() - second.getAsDouble(), 0))
        .isBetween(0.92, 0.98);
  }

  private static double coverage(int pairs, DoubleSupplier difference, double shift) {
    int rounds = 300;
    int covered = 0;
    for (int round = 0; round < rounds; round++) {
      double[] differences = new double[pairs];
      for (int i = 0; i < pairs; i++) {
        differences[i] = difference.getAsDouble();
      }
      double[] ends = new PairedSample(differences).interval();
      covered += ends[0] <= shift && shift <= ends[1] ? 1 : 0;
    }
    return (double) covered / rounds;
  }
}
