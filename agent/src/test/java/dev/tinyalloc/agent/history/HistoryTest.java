package dev.tinyalloc.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void shouldKeepAPointAnInterval() {
    FakeCounters counters = new FakeCounters(2);
    History history = new History(counters, 10 * SECOND);
    for (int second = 1; second <= 35; second++) {
      counters.live[2] = second;
      counters.allocated[1] = 5;
      counters.allocated[2] = 100L * second;
      counters.committed = 4096;
      history.tick(second * SECOND);
    }
    Levels levels = history.levels();
    assertThat(levels.nanos()).containsExactly(SECOND, 11 * SECOND, 21 * SECOND, 31 * SECOND);
    assertThat(levels.live()).containsExactly(1, 11, 21, 31);
    assertThat(levels.committed()).containsOnly(4096);
    assertThat(levels.allocated()).containsExactly(105, 1105, 2105, 3105);
    assertThat(history.live(2, 4)).containsExactly(1, 11, 21, 31);
    assertThat(history.allocated(1, 4)).containsExactly(5, 5, 5, 5);
  }

  @Test
  void shouldDropEveryOtherPointWhereThereIsNoRoom() {
    FakeCounters counters = new FakeCounters(1);
    History history = new History(counters, SECOND);
    for (int second = 0; second < 10_000; second++) {
      counters.live[1] = second;
      counters.allocated[1] = second + 1L;
      history.tick(second * SECOND);
    }
    Levels levels = history.levels();
    int points = levels.nanos().length;
    assertThat(points).isBetween(Series.MAX_POINTS / 2, Series.MAX_POINTS);
    for (int i = 0; i < points; i++) {
      long second = 32L * i;
      assertThat(levels.nanos()[i]).isEqualTo(second * SECOND);
      assertThat(levels.live()[i]).isEqualTo(second);
      assertThat(levels.allocated()[i]).isEqualTo(second + 1);
    }
    assertThat(history.live(1, points)).isEqualTo(levels.live());
    assertThat(history.allocated(1, points)).isEqualTo(levels.allocated());
  }

  @Test
  void shouldFollowALargeSiteInPlaceOfASmallOneWhenManyAllocate() {
    FakeCounters counters = new FakeCounters(SiteSeries.MAX_SITES + 2);
    History history = new History(counters, SECOND);
    for (int site = 1; site <= SiteSeries.MAX_SITES; site++) {
      counters.live[site] = 1_000L + site;
      counters.allocated[site] = 2_000;
    }
    history.tick(0);
    counters.live[SiteSeries.MAX_SITES + 1] = 5_000;
    counters.allocated[SiteSeries.MAX_SITES + 1] = 6_000;
    counters.live[SiteSeries.MAX_SITES + 2] = 1_500;
    counters.allocated[SiteSeries.MAX_SITES + 2] = 1_500;
    history.tick(SECOND);
    assertThat(history.follows(1)).isFalse();
    assertThat(history.follows(2)).isTrue();
    assertThat(history.follows(SiteSeries.MAX_SITES + 2)).isFalse();
    assertThat(history.live(SiteSeries.MAX_SITES + 1, 2)).containsExactly(-1, 5_000);
    assertThat(history.live(2, 2)).containsExactly(1_002, 1_002);
  }

  @Test
  void shouldListTheOneThatGrowsFastestFirst() {
    FakeCounters counters = new FakeCounters(4);
    History history = new History(counters, 10 * SECOND);
    for (int second = 0; second < 60; second++) {
      counters.live[1] = 7_000;
      counters.live[2] = 10L * second;
      counters.live[3] = 2_000L * second;
      counters.live[4] = 300L * second;
      history.tick(second * SECOND);
    }
    assertThat(history.growing()).extracting(Trend::site).containsExactly(3, 4, 2);
  }
}
