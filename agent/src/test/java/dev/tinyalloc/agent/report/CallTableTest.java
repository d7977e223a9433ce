package dev.tinyalloc.agent.report;

import static dev.tinyalloc.agent.report.Snapshots.counted;
import static dev.tinyalloc.agent.report.Snapshots.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Calls.Arms;
import dev.tinyalloc.agent.report.Calls.Pair;
import dev.tinyalloc.agent.report.Calls.SiteTimes;
import dev.tinyalloc.agent.report.Calls.Timed;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTableTest {

  private static final SiteCounts RARE = counted(site(1, "a.Rare", "run", 1), 50, 500, 0, 0);
  private static final SiteCounts JDK = counted(site(2, "a.Often", "run", 2), 40, 4_096, 0, 0);
  private static final SiteCounts TWIN = counted(site(3, "a.Often", "run", 2), 20, 2_048, 0, 0);

  private static final Calls CALLS =
      new Calls(
          64,
          List.of(new SiteTimes(2, new Timed(9, 73, 80, 2_500, 9_000, 9_001), Timed.NONE)),
          new Arms(50, "call", 1, List.of(new Pair(2, 3))));

  @Test
  void shouldPutTheArmsOfALineTogetherAndTheBusiestLineFirst() {
    assertThat(new CallOrder(List.of(RARE, JDK, TWIN), CALLS).sorted())
        .containsExactly(JDK, TWIN, RARE);
  }

  @Test
  void shouldShowTimesWhereCallsWereTimed() {
    StringBuilder out = new StringBuilder();
    new CallTable(List.of(JDK, TWIN), CALLS).appendTo(out, 100);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).containsSubsequence("arm", "calls", "alloc p50", "p99", "free p50");
    assertThat(lines.get(1)).containsSubsequence("40", "4.00KiB", "73ns", "2µs", "-", "#2");
    assertThat(lines.get(2)).containsSubsequence("20", "2.00KiB", "-", "-", "-", "#3");
  }

  @Test
  void shouldSayNothingOfWasteWhereTheJdkHadAPartOrNothingWasAskedFor() {
    StringBuilder out = new StringBuilder();
    new CallTable(List.of(blocks(1_000, 400), blocks(0, 8)), CALLS).appendTo(out, 100);
    assertThat(out.toString()).doesNotContain("%");

    new CallTable(List.of(blocks(1_000, 1_120)), CALLS).appendTo(out, 100);
    assertThat(out.toString()).contains("12%");
  }

  private static SiteCounts blocks(long allocatedBytes, long blockBytes) {
    return new SiteCounts(
        4,
        "api",
        "a.B",
        "run",
        null,
        -1,
        "app",
        "tinyalloc",
        1,
        allocatedBytes,
        0,
        0,
        0,
        blockBytes,
        0,
        List.of(),
        Snapshots.nowhere().lifetimes(),
        null);
  }

  @Test
  void shouldKeepTheWarningWithinThePage() {
    assertThat(Arms.WARNING.length()).isLessThanOrEqualTo(TextReport.COLUMNS);
  }
}
