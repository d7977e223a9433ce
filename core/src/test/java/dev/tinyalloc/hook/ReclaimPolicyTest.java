package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReclaimPolicyTest {

  private static final long MIB = 1 << 20;
  private static final long MILLI = 1_000_000;

  private final ReclaimPolicy policy = new ReclaimPolicy(1024 * MIB, 10);

  @Test
  void shouldAskAtHalfTheLimitWhileLittleSurvives() {
    assertThat(policy.threshold(0)).isEqualTo(512 * MIB);
    assertThat(policy.threshold(200 * MIB)).isEqualTo(512 * MIB);
  }

  @Test
  void shouldWaitUntilSurvivorsHaveDoubled() {
    assertThat(policy.threshold(300 * MIB)).isEqualTo(600 * MIB);
  }

  @Test
  void shouldNeverAskAgainWhereMostOfTheLimitSurvives() {
    assertThat(policy.threshold(512 * MIB)).isGreaterThanOrEqualTo(1024 * MIB);
    assertThat(policy.threshold(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSpendTheShareOnShortCollectionsAndFarLessOnLongOnes() {
    assertThat(share(1 * MILLI)).isEqualTo(0.1);
    assertThat(share(9 * MILLI)).isEqualTo(0.1);
    assertThat(share(100 * MILLI)).isLessThan(0.01);
    assertThat(share(1000 * MILLI)).isLessThan(0.001);
  }

  private double share(long pause) {
    return (double) pause / (pause + policy.rest(pause));
  }

  @Test
  void shouldGuessTheFirstPauseFromTheLiveHeap() {
    assertThat(policy.expectedPause(10_240 * MIB)).isEqualTo(10_240 * MILLI);
  }

  @Test
  void shouldTrustWhatItHasMeasuredUntilTheHeapGrows() {
    policy.collected(5 * MILLI, 100 * MIB);
    assertThat(policy.expectedPause(50 * MIB)).isEqualTo(5 * MILLI);
    assertThat(policy.expectedPause(100 * MIB)).isEqualTo(5 * MILLI);
    assertThat(policy.expectedPause(1000 * MIB)).isEqualTo(50 * MILLI);
  }
}
