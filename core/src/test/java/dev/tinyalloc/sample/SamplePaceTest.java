package dev.tinyalloc.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplePaceTest {

  private static final long MILLI = 1_000_000;

  private final SamplePace pace = new SamplePace();

  private long now = 5_000 * MILLI;

  @Test
  void shouldDoubleUntilNoMoreAreTakenThanAllowed() {
    pace.atMost(100);
    for (int i = 0; i < 20_000; i++) {
      pause((1L << pace.doublings()) * MILLI);
    }
    assertThat(pace.doublings()).isEqualTo(4);
  }

  @Test
  void shouldHalveAgainWhereFewAreTaken() {
    pace.atMost(100);
    take(1_000, 0);
    int most = pace.doublings();
    assertThat(most).isBetween(8, 10);
    take(200, 100);
    assertThat(pace.doublings()).isZero();
  }

  @Test
  void shouldForgetAfterASilence() {
    pace.atMost(100);
    take(1_000, 0);
    take(1, 60_000);
    assertThat(pace.doublings()).isZero();
  }

  @Test
  void shouldLeaveTheMeanAloneUnlessTold() {
    take(100_000, 0);
    assertThat(pace.doublings()).isZero();
  }

  private void take(int samples, long millis) {
    for (int i = 0; i < samples; i++) {
      pause(millis * MILLI);
    }
  }

  private void pause(long nanos) {
    now += nanos;
    pace.took(now);
  }
}
