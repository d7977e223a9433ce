package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DurationsTest {

  private final Durations durations = new Durations();

  @Test
  void shouldBeAtMostAnEighthOffForEveryDuration() {
    for (long nanos = 1; nanos > 0; nanos = nanos * 9 / 8 + 1) {
      Durations one = new Durations();
      one.add(nanos);
      one.add(Long.MAX_VALUE);
      assertThat((double) one.percentile(50)).isCloseTo((double) nanos, within(nanos / 8.0));
    }
  }

  @Test
  void shouldBeAtMostASixtyFourthOffWhereFine() {
    for (long nanos = 1; nanos > 0; nanos = nanos * 33 / 32 + 1) {
      Durations one = Durations.fine();
      one.add(nanos);
      one.add(Long.MAX_VALUE);
      assertThat((double) one.percentile(50)).isCloseTo((double) nanos, within(nanos / 64.0));
    }
  }

  @Test
  void shouldShowAllThatWasAdded() {
    durations.add(3);
    durations.add(3);
    durations.add(1_000);
    StringBuilder seen = new StringBuilder();
    durations.visit((nanos, count) -> seen.append(nanos).append(':').append(count).append(' '));
    assertThat(seen).hasToString("3:2 960:1 ");
  }

  @Test
  void shouldTellPercentilesApart() {
    for (int i = 1; i <= 1000; i++) {
      durations.add(i * 1000L);
    }
    assertThat((double) durations.percentile(50)).isCloseTo(500_000, within(63_000.0));
    assertThat((double) durations.percentile(99)).isCloseTo(990_000, within(124_000.0));
    assertThat(durations.max()).isEqualTo(1_000_000);
    assertThat(durations.count()).isEqualTo(1000);
  }

  @Test
  void shouldCountNegativeOnesAsNone() {
    durations.add(-5);
    assertThat(durations.percentile(50)).isZero();
    assertThat(durations.max()).isZero();
  }

  @Test
  void shouldSayZeroWhereNothingWasAdded() {
    assertThat(durations.percentile(99)).isZero();
  }
}
