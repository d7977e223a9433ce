package dev.tinyalloc.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReclaimPolicyTest {

  private static final long MIB = 1 << 20;
  private static final long MILLI = 1_000_000;

  private final ReclaimPolicy policy = new ReclaimPolicy(1024 * MIB, 25);

  @Test
  void shouldAskAtThreeEighthsOfTheLimitWhileLittleSurvives() {
    assertThat(policy.threshold(0, false)).isEqualTo(384 * MIB);
    assertThat(policy.threshold(150 * MIB, false)).isEqualTo(384 * MIB);
  }

  @Test
  void shouldWaitUntilSurvivorsHaveDoubled() {
    assertThat(policy.threshold(300 * MIB, false)).isEqualTo(600 * MIB);
  }

  @Test
  void shouldNeverAskAgainWhereMostOfTheLimitSurvives() {
    assertThat(policy.threshold(512 * MIB, false)).isGreaterThanOrEqualTo(1024 * MIB);
    assertThat(policy.threshold(Long.MAX_VALUE - 1, false)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSpendTheShareOnShortCollectionsAndFarLessOnLongOnes() {
    assertThat(share(1)).isCloseTo(0.25, within(0.001));
    assertThat(share(60)).isCloseTo(0.25, within(0.001));
    assertThat(share(100)).isLessThan(0.07);
    assertThat(share(1_000)).isLessThan(0.001);
  }

  private double share(long millis) {
    double pause = millis * MILLI;
    return pause / (pause + policy.rest(millis * MILLI));
  }

  @Test
  void shouldNotCountWhatDroppedBuffersCostButNeverSpendMoreThanHalf() {
    policy.collected(20 * MILLI, 60 * MILLI, 384 * MIB, 66_667, 100 * MIB);
    assertThat(policy.expectedPause(100 * MIB)).isCloseTo(10 * MILLI, within(1_000L));
    assertThat(policy.rest(10 * MILLI)).isEqualTo(30 * MILLI);
    assertThat(policy.rest(MILLI)).isEqualTo(20 * MILLI);
  }

  @Test
  void shouldGuessTheFirstPauseFromTheLiveHeap() {
    assertThat(policy.expectedPause(10_240 * MIB)).isEqualTo(5_120 * MILLI);
  }

  @Test
  void shouldTrustWhatItHasMeasuredUntilTheHeapGrows() {
    policy.collected(5 * MILLI, 70 * MILLI, 384 * MIB, 0, 100 * MIB);
    assertThat(policy.expectedPause(50 * MIB)).isEqualTo(5 * MILLI);
    assertThat(policy.expectedPause(100 * MIB)).isEqualTo(5 * MILLI);
    assertThat(policy.expectedPause(1000 * MIB)).isEqualTo(50 * MILLI);
  }

  @Test
  void shouldAskEarlierWhileThatIsCheap() {
    collectOften(5, 200);
    assertThat(policy.threshold(0, false)).isEqualTo(256 * MIB);
    collectOften(5, 70);
    assertThat(policy.threshold(0, false)).isEqualTo(256 * MIB);
    collectOften(5, 30);
    assertThat(policy.threshold(0, false)).isEqualTo(512 * MIB);
  }

  @Test
  void shouldNotAskEarlierWhereCollectionsAreLong() {
    collectOften(50, 100_000);
    assertThat(policy.threshold(0, false)).isEqualTo(384 * MIB);
  }

  private void collectOften(long millis, long restedMillis) {
    for (int i = 0; i < 20; i++) {
      policy.collected(
          millis * MILLI, restedMillis * MILLI, policy.threshold(0, false), 0, 100 * MIB);
    }
  }

  @Test
  void shouldExpectLessOfTheNextWhereTheLastCameLate() {
    policy.collected(20 * MILLI, 300 * MILLI, 768 * MIB, 0, 100 * MIB);
    assertThat(policy.expectedPause(100 * MIB)).isEqualTo(10 * MILLI);
  }

  @Test
  void shouldAskForYoungObjectsAtThreeEighthsOnceTheirRoomIsAsLargeAsItWillBe() {
    for (int i = 0; i < 10; i++) {
      policy.collected(MILLI, 1_000 * MILLI, 384 * MIB, 0, 100 * MIB);
    }
    assertThat(policy.threshold(0, false)).isEqualTo(256 * MIB);
    for (int i = 0; i < 10; i++) {
      assertThat(policy.threshold(0, true)).isEqualTo(256 * MIB);
      policy.collectedYoung(2 * MILLI, 100 * MILLI);
    }
    assertThat(policy.threshold(0, true)).isEqualTo(384 * MIB);
    assertThat(policy.threshold(200 * MIB, true)).isEqualTo(400 * MIB);
  }

  @Test
  void shouldSpendTheShareOnPausesOfYoungObjectsAndHalfOnWhatBringsThemAbout() {
    assertThat(policy.youngRest()).isZero();
    policy.collectedYoung(2 * MILLI, 3 * MILLI);
    assertThat(policy.youngRest()).isEqualTo(6 * MILLI);
    policy.collectedYoung(2 * MILLI, 10 * MILLI);
    assertThat(policy.youngRest()).isEqualTo(6 * MILLI);
    policy.collectedYoung(2 * MILLI, 9 * MILLI);
    assertThat(policy.youngRest()).isEqualTo(9 * MILLI);
    policy.collectedYoung(1_000 * MILLI, 1_000 * MILLI);
    assertThat(policy.youngRest()).isGreaterThan(1_000_000 * MILLI);
  }
}
