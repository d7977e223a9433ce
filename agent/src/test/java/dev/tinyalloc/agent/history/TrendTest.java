package dev.tinyalloc.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TrendTest {

  private static final int SEEDS = 200;
  private static final long SECOND = 1_000_000_000;
  private static final int HOUR = 3_600;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"LEAK_BELOW_SAWTOOTH", "LEAK_BELOW_NOISE"})
  void shouldNotNameWhatDoesNotGrow(Shape shape) {
    for (int seconds : new int[] {300, HOUR}) {
      assertThat(trends(shape, seconds)).hasSizeLessThanOrEqualTo(SEEDS / 20);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAK_BELOW_SAWTOOTH", "LEAK_BELOW_NOISE"})
  void shouldNameALeakOfOnePercent(Shape shape) {
    List<Trend> trends = trends(shape, HOUR);
    assertThat(trends).hasSizeGreaterThanOrEqualTo(SEEDS * 95 / 100);
    assertThat(trends.stream().filter(trend -> trend.low() <= 1_000 && trend.high() >= 1_000))
        .as("95 %% intervals that have the slope")
        .hasSizeGreaterThanOrEqualTo(trends.size() * 95 / 100);
  }

  @Test
  void shouldNameAnEvenRiseWithinAMinute() {
    Trend trend = trend(rise(60, 500));
    assertThat(trend.bytesPerSecond()).isEqualTo(500);
    assertThat(trend.low()).isEqualTo(500);
    assertThat(trend.high()).isEqualTo(500);
    assertThat(trend.confidence()).isEqualTo(1);
    assertThat(trend.windowNanos()).isEqualTo(48 * SECOND);
  }

  @Test
  void shouldNotJudgeBeforeItsWindowIsFull() {
    assertThat(trend(rise(47, 500))).isNull();
  }

  @Test
  void shouldNotNameARiseThatHasBeenSeenToComeAndGo() {
    long[] levels = rise(300, 0);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 1_000L * (i % 100);
    }
    assertThat(trend(levels)).isNull();
  }

  @Test
  void shouldNameALeakThatBeganLate() {
    long[] levels = rise(2 * HOUR, 0);
    for (int i = 2 * HOUR - 120; i < levels.length; i++) {
      levels[i] = levels[i - 1] + 500;
    }
    assertThat(trend(levels).bytesPerSecond()).isEqualTo(500);
  }

  private static long[] rise(int seconds, long step) {
    long[] levels = new long[seconds];
    for (int i = 0; i < seconds; i++) {
      levels[i] = 1_000 + step * i;
    }
    return levels;
  }

  private static List<Trend> trends(Shape shape, int seconds) {
    List<Trend> trends = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      long[] levels = new long[seconds];
      shape.fill(levels, new Random(seed));
      Trend trend = trend(levels);
      if (trend != null) {
        trends.add(trend);
      }
    }
    return trends;
  }

  private static Trend trend(long[] levels) {
    Floors floors = new Floors();
    long[] bySite = new long[2];
    for (int i = 0; i < levels.length; i++) {
      bySite[1] = levels[i];
      floors.tick(bySite, 1, i * SECOND);
    }
    return Trend.of(floors, 1);
  }
}
