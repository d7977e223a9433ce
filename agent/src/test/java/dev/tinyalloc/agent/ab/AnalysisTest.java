package dev.tinyalloc.agent.ab;

import static dev.tinyalloc.agent.ab.Experiments.RATE;
import static dev.tinyalloc.agent.ab.Experiments.WALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  private final Random random = new Random(42);

  private double noisy(double value, double percent) {
    return value * (1 + random.nextGaussian() * percent / 100);
  }

  private static Comparison only(Experiment experiment) {
    return Analysis.of(experiment).main().metrics().get(0);
  }

  @Test
  void shouldFindADifferenceOfThreePercent() {
    Comparison wall = only(Experiments.of(WALL, 20, i -> noisy(1000, 1), i -> noisy(1030, 1)));
    assertThat(wall.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(wall.ratio()).isCloseTo(1.03, within(0.01));
    assertThat(wall.interval().low()).isBetween(1.015, 1.03);
    assertThat(wall.interval().high()).isBetween(1.03, 1.045);
  }

  @Test
  void shouldCallMoreBetterWhereMoreIsBetter() {
    assertThat(only(Experiments.of(RATE, 10, i -> noisy(1000, 1), i -> noisy(1100, 1))).verdict())
        .isEqualTo(Verdict.BETTER);
    assertThat(only(Experiments.of(RATE, 10, i -> noisy(1000, 1), i -> noisy(900, 1))).verdict())
        .isEqualTo(Verdict.WORSE);
  }

  @Test
  void shouldSeeADifferenceThroughADriftOfAllForks() {
    Experiment drifting =
        Experiments.of(WALL, 12, i -> noisy(1000 + 100 * i, 0.5), i -> noisy(950 + 95 * i, 0.5));
    assertThat(only(drifting).verdict()).isEqualTo(Verdict.BETTER);
    assertThat(only(drifting).ratio()).isCloseTo(0.95, within(0.01));
  }

  @Test
  void shouldCallArmsEquivalentWhoseDifferenceIsSmallerThanTheMargin() {
    assertThat(only(Experiments.of(WALL, 20, i -> noisy(1000, 0.2), i -> noisy(1002, 0.2))))
        .extracting(Comparison::verdict)
        .isEqualTo(Verdict.EQUIVALENT);
    assertThat(only(Experiments.of(WALL, 10, i -> 7, i -> 7)).verdict())
        .isEqualTo(Verdict.EQUIVALENT);
  }

  @Test
  void shouldNotDecideWhatNoiseHides() {
    assertThat(only(Experiments.of(WALL, 10, i -> noisy(1000, 20), i -> noisy(1010, 20))).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void shouldHardlyEverFindADifferenceBetweenEqualArms() {
    int verdicts = 0;
    for (int round = 0; round < 40; round++) {
      Experiment equal = Experiments.many(12, 10, i -> noisy(1000, 5));
      for (Comparison metric : Analysis.of(equal).main().metrics()) {
        boolean told = metric.verdict() == Verdict.BETTER || metric.verdict() == Verdict.WORSE;
        verdicts += told ? 1 : 0;
      }
    }
    assertThat(verdicts).isLessThanOrEqualTo(4);
  }

  @Test
  void shouldCompareCountsThatAreZeroByDifferences() {
    Comparison collections = only(Experiments.of(WALL, 10, i -> 10, i -> i % 2));
    assertThat(collections.ratio()).isCloseTo(0.05, within(0.06));
    assertThat(collections.verdict()).isEqualTo(Verdict.BETTER);

    Comparison fromNothing = only(Experiments.of(WALL, 10, i -> 0, i -> 5));
    assertThat(fromNothing.ratio()).isNaN();
    assertThat(fromNothing.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(fromNothing.note()).contains("base of 0");
  }

  @Test
  void shouldSayThatOnePairTellsNothing() {
    Comparison one = only(Experiments.of(WALL, 1, i -> 1000, i -> 500));
    assertThat(one.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(one.interval()).isEqualTo(Interval.UNKNOWN);
    assertThat(one.note()).contains("one pair");
    assertThat(only(Experiments.of(WALL, 1, i -> 7, i -> 7)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void shouldSayHowManyPairsItTakes() {
    Experiment few = Experiments.many(8, 5, i -> noisy(1000, 5));
    // 8 metrics times 2 in 2^9 is the first below 0.05.
    assertThat(Analysis.of(few).main().warning()).contains("5 pairs").contains("takes 9");
    Experiment enough = Experiments.many(8, 9, i -> noisy(1000, 5));
    assertThat(Analysis.of(enough).main().warning()).isNull();
  }

  @Test
  void shouldLeaveOutWarmUpsAndPairsWithAFailedFork() {
    List<Fork> forks = new ArrayList<>();
    forks.add(new Fork(0, "jdk", 1, Map.of(WALL, 1.0), null));
    forks.add(new Fork(0, "tinyalloc", 2, Map.of(WALL, 1.0), null));
    for (int pair = 1; pair <= 3; pair++) {
      forks.add(new Fork(pair, "jdk", 2 * pair + 1, Map.of(WALL, 100.0 + pair), null));
      String failure = pair == 3 ? "it ended with exit status 1" : null;
      forks.add(new Fork(pair, "tinyalloc", 2 * pair + 2, Map.of(WALL, 50.0 + pair), failure));
    }
    Analysis analysis = Analysis.of(Experiments.of(List.of(WALL), forks));
    assertThat(analysis.main().metrics().get(0).pairs().base()).containsExactly(101, 102);
    assertThat(analysis.main().metrics().get(0).pairs().other()).containsExactly(51, 52);
    assertThat(analysis.completePairs()).isEqualTo(2);
    assertThat(analysis.failures()).hasSize(1);
  }

  @Test
  void shouldBePreciseOnceTheIntervalIsWithinTheMargin() {
    Experiment precise = Experiments.of(WALL, 20, i -> noisy(1000, 0.2), i -> noisy(900, 0.2));
    Experiment vague = Experiments.of(WALL, 10, i -> noisy(1000, 10), i -> noisy(900, 10));
    assertThat(Analysis.of(precise).isPrecise(List.of("wall"))).isTrue();
    assertThat(Analysis.of(vague).isPrecise(List.of("wall"))).isFalse();
    assertThat(Analysis.of(Experiments.of(WALL, 1, i -> 1, i -> 1)).isPrecise(List.of("wall")))
        .isFalse();
  }
}
