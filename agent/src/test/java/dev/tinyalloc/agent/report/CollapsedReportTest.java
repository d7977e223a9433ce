package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.StackBytes;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollapsedReportTest {

  private static final SiteCounts SAMPLED =
      Snapshots.counted(Snapshots.site(1, "a.A", "run", 5), 100, 10_000, 10, 1_000);
  private static final SiteCounts NO_ROOM =
      Snapshots.counted(Snapshots.site(2, "b.B", "run", 6), 10, 3_000, 0, 0);
  private static final SiteCounts UNSAMPLED =
      Snapshots.counted(Snapshots.site(3, "c.C", "<init>", -1), 7, 70, 6, 60);
  private static final SiteCounts IDLE = Snapshots.site(4, "d.D", "run", 8);

  @Test
  void shouldWriteAllocatedBytesOfEachStackWithTheOutermostFrameFirst() throws IOException {
    assertThat(lines(StackBytes.ALLOCATED))
        .containsExactly(
            "com.example.Main.main;com.example.Service.serve:7;a.A.run:5 4096",
            "com.example.Main.main;a.A.run:5 3072",
            "b.B.run:6 2048",
            "c.C.<init> 70");
  }

  @Test
  void shouldWriteLiveBytesWhereTheyAreWanted() throws IOException {
    assertThat(lines(StackBytes.LIVE))
        .containsExactly(
            "com.example.Main.main;com.example.Service.serve:7;a.A.run:5 2048",
            "com.example.Main.main;a.A.run:5 1024",
            "b.B.run:6 512",
            "c.C.<init> 10");
  }

  @Test
  void shouldWriteOneValidLineForEachStackWhateverTheNamesAre() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<SiteCounts> sites = new ArrayList<>();
      for (int id = 1; id <= 5; id++) {
        sites.add(Snapshots.random(random, id));
      }
      Snapshot snapshot = Snapshots.of(sites.toArray(new SiteCounts[0]));
      long sum = 0;
      for (String line : lines(snapshot, StackBytes.ALLOCATED)) {
        assertThat(line).matches("[^ ;\\p{Cntrl}]+ \\d+");
        sum += Long.parseLong(line.substring(line.indexOf(' ') + 1));
      }
      assertThat(sum).isEqualTo(snapshot.totals().allocatedBytes());
    }
  }

  @Test
  void shouldEscapeWhatSeparatesFrames() throws IOException {
    SiteCounts site = Snapshots.counted(Snapshots.site(1, "a;b c", "x\ny", 1), 1, 9, 0, 0);
    assertThat(lines(Snapshots.of(site), StackBytes.ALLOCATED))
        .containsExactly("a\\u003bb\\u0020c.x\\ny:1 9");
  }

  private static List<String> lines(StackBytes which) throws IOException {
    return lines(Snapshots.profiled(SAMPLED, NO_ROOM, UNSAMPLED, IDLE), which);
  }

  private static List<String> lines(Snapshot snapshot, StackBytes which) throws IOException {
    StringWriter out = new StringWriter();
    CollapsedReport.write(snapshot, which, out);
    assertThat(out.toString()).endsWith("\n");
    return List.of(out.toString().split("\n"));
  }
}
