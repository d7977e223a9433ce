package dev.tinyalloc.agent.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshots;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * A week, a tick a second, many more sites with traffic than have a series, or a row in a report.
 */
class WeekTest {

  private static final int SITES = 10_000;
  private static final long SECOND = 1_000_000_000;
  private static final int WEEK = 7 * 24 * 3_600;

  @Test
  void shouldStayBoundedForAWeekAndSoShouldItsReports() throws IOException {
    FakeCounters counters = new FakeCounters(SITES);
    History history = new History(counters, SECOND);
    for (int second = 0; second < WEEK; second++) {
      for (int site = 1 + second % 97; site <= SITES; site += 97) {
        counters.live[site] = (second * 31L + site * 17L) % 1_000 * 64;
        counters.allocated[site] += 64_000;
      }
      counters.live[1] = 640L * second;
      history.tick(second * SECOND);
    }
    assertThat(history.size()).isEqualTo((long) SITES * Floors.SCALES * (Floors.SLOTS + 1));
    assertThat(history.levels().nanos()).hasSizeLessThanOrEqualTo(Series.MAX_POINTS);
    assertThat(history.growing().get(0).site()).isEqualTo(1);
    assertThat(history.growing().get(0).windowNanos()).isGreaterThan(50 * 3_600 * SECOND);
    Snapshot snapshot = Snapshots.busy(SITES, history, WEEK * SECOND);
    assertThat(snapshot.profile().series().sites()).hasSize(50);
    assertThat(Snapshots.json(snapshot).getBytes(UTF_8)).hasSizeBetween(4_000_000, 5_000_000);
    assertThat(Snapshots.html(snapshot).getBytes(UTF_8)).hasSizeLessThan(5_000_000);
  }
}
