package dev.tinyalloc.agent.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTextTest {

  /** A sample as the format's definition has it, with labels in group 2 and the value in 3. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(?:\\{((?:[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\"\\\\n])*\",?)+)})? ([0-9.E+]+)");

  private final MetricsText metrics = new MetricsText();

  @Test
  void shouldWriteFiguresByTheLineThatAllocates() throws IOException {
    SiteCounts site = Snapshots.counted(Snapshots.site(1, "a.A", "run", 5), 100, 10_000, 10, 1_000);
    String labels = "{api=\"ByteBuffer.allocateDirect\",site=\"a.A.run(A.java:5)\"} ";
    assertThat(text(Snapshots.of(site)))
        .contains("tinyalloc_info{mode=\"redirect\",version=\"0.1.0\"} 1\n")
        .contains("tinyalloc_allocations_total" + labels + "100.0\n")
        .contains("tinyalloc_allocated_bytes_total" + labels + "10000.0\n")
        .contains("tinyalloc_live_bytes" + labels + "9000.0\n")
        .contains("tinyalloc_process_live_bytes 9000.0\n")
        .contains("# TYPE tinyalloc_live_bytes gauge\n")
        .contains("# TYPE tinyalloc_allocations_total counter\n");
  }

  @Test
  void shouldWriteMemoryByTier() throws IOException {
    String text = text(Snapshots.of());
    assertThat(sum(text, "tinyalloc_memory_bytes"))
        .isEqualTo(Snapshots.MEMORY.committedBytes())
        .isEqualTo(sum(text, "tinyalloc_committed_bytes"));
  }

  @Test
  void shouldWriteArenasByTheLineThatOpensThem() throws IOException {
    assertThat(text(Snapshots.of(Snapshots.opening(1, 10, 7, 2))))
        .contains(
            "tinyalloc_arenas_never_closed_total{kind=\"confined\","
                + "site=\"com.example.Main.run(Main.java:42)\"} 2.0\n");
  }

  @Test
  void shouldWriteValidTextWhateverTheNamesAre() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      List<SiteCounts> sites = new ArrayList<>();
      for (int id = 1; id <= 5; id++) {
        sites.add(Snapshots.random(random, id));
      }
      String text = text(new MetricsText(), Snapshots.of(sites.toArray(new SiteCounts[0])));
      Set<String> rows = new HashSet<>();
      for (String line : text.split("\n")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(line.startsWith("# ") || sample.matches()).as(line).isTrue();
        assertThat(line.startsWith("#") || rows.add(line.substring(0, line.lastIndexOf(' '))))
            .as("one row of these labels: %s", line)
            .isTrue();
      }
    }
  }

  @Test
  void shouldSumTheSitesBeyondTheLimitInOneRow() throws IOException {
    List<SiteCounts> sites = many(10_000, 1);
    Snapshot snapshot = Snapshots.of(sites.toArray(new SiteCounts[0]));
    String text = text(snapshot);
    assertThat(rows(text, "tinyalloc_allocations_total")).isEqualTo(MetricsText.ROWS + 1);
    assertThat(rows(text, "tinyalloc_live_bytes")).isEqualTo(MetricsText.ROWS + 1);
    assertThat(sum(text, "tinyalloc_allocations_total")).isEqualTo(snapshot.totals().allocations());
    assertThat(sum(text, "tinyalloc_live_bytes")).isEqualTo(snapshot.totals().liveBytes());
    assertThat(text).contains("tinyalloc_live_bytes{api=\"(others)\",site=\"(others)\"}");
  }

  @Test
  void shouldShowTheLargestHoldersEvenIfTheyComeLate() throws IOException {
    List<SiteCounts> sites = many(2 * MetricsText.ROWS, 1);
    text(Snapshots.of(sites.toArray(new SiteCounts[0])));
    sites.add(Snapshots.counted(Snapshots.site(99_999, "late.Leak", "run", 1), 9, 1 << 30, 0, 0));
    assertThat(text(Snapshots.of(sites.toArray(new SiteCounts[0]))))
        .containsPattern("tinyalloc_live_bytes\\{[^}]*late\\.Leak\\.run")
        .doesNotContainPattern("tinyalloc_allocations_total\\{[^}]*late\\.Leak\\.run");
  }

  @Test
  void shouldNeverLetACounterFallWhileThreadsCount() throws IOException {
    SiteCounts place = Snapshots.site(1, "a.A", "run", 5);
    assertThat(allocations(Snapshots.counted(place, 100, 1_000, 0, 0))).isEqualTo(100);
    assertThat(allocations(Snapshots.counted(place, 98, 980, 0, 0))).isEqualTo(100);
    assertThat(allocations(Snapshots.counted(place, 105, 1_050, 0, 0))).isEqualTo(105);
  }

  @Test
  void shouldBeExactOnceNobodyCounts() throws IOException {
    SiteCounts place = Snapshots.site(1, "a.A", "run", 5);
    assertThat(allocations(Snapshots.counted(place, 100, 1_000, 0, 0))).isEqualTo(100);
    assertThat(allocations(Snapshots.counted(place, 98, 980, 0, 0))).isEqualTo(100);
    assertThat(allocations(Snapshots.counted(place, 98, 980, 0, 0))).isEqualTo(98);
  }

  private long allocations(SiteCounts site) throws IOException {
    return sum(text(Snapshots.of(site)), "tinyalloc_allocations_total");
  }

  private static List<SiteCounts> many(int count, int bytes) {
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      SiteCounts place = Snapshots.site(id, "com.example.Type" + id, "run", id);
      sites.add(Snapshots.counted(place, id, (long) id * bytes, 0, 0));
    }
    return sites;
  }

  private static long rows(String text, String metric) {
    return text.lines().filter(line -> line.startsWith(metric + "{")).count();
  }

  private static long sum(String text, String metric) {
    return text.lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String text(Snapshot snapshot) throws IOException {
    return text(metrics, snapshot);
  }

  private static String text(MetricsText metrics, Snapshot snapshot) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(snapshot, out);
    return out.toString(UTF_8);
  }
}
