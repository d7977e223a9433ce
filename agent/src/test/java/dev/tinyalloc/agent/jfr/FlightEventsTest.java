package dev.tinyalloc.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {

  private static final SiteCounts FIRST =
      Snapshots.counted(Snapshots.site(1, "a.A", "run", 5), 100, 10_000, 10, 1_000);
  private static final SiteCounts SECOND =
      Snapshots.counted(Snapshots.site(2, "b.B", "run", 6), 10, 3_000, 0, 0);

  @TempDir Path folder;

  @Test
  void shouldRecordTheFiguresOfEachSite() throws IOException {
    RecordedEvent event = recorded(Snapshots.of(FIRST), "SiteStatistics").get(0);
    assertThat(event.getString("className")).isEqualTo("a.A");
    assertThat(event.getInt("line")).isEqualTo(5);
    assertThat(event.getLong("allocations")).isEqualTo(100);
    assertThat(event.getLong("liveBytes")).isEqualTo(9_000);
    assertThat(event.getEventType().getCategoryNames()).containsExactly("TinyAlloc");
  }

  @Test
  void shouldRecordStacksSuspectsArenasAndTiers() throws IOException {
    Snapshot snapshot = Snapshots.profiled(FIRST, SECOND);
    assertThat(recorded(snapshot, "AllocationSample"))
        .extracting(event -> event.getString("stack") + ' ' + event.getLong("liveBytes"))
        .containsExactly(
            "com.example.Main.main;com.example.Service.serve:7;a.A.run:5 2048",
            "com.example.Main.main;a.A.run:5 1024",
            "b.B.run:6 512");
    assertThat(recorded(snapshot, "LeakSuspect").get(0).getDouble("bytesPerSecond"))
        .isEqualTo(1234.5);
    assertThat(recorded(snapshot, "ArenaNeverClosed").get(0).getLong("neverClosed")).isEqualTo(2);
    assertThat(recorded(snapshot, "TierStatistics").get(0).getLong("committedBytes"))
        .isEqualTo(Snapshots.MEMORY.committedBytes());
  }

  @Test
  void shouldRecordAnyNames() throws IOException {
    Random random = new Random(1);
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= 300; id++) {
      sites.add(Snapshots.random(random, id));
    }
    Snapshot snapshot = Snapshots.of(sites.toArray(new SiteCounts[0]));
    List<RecordedEvent> events = recorded(snapshot, "SiteStatistics");
    assertThat(events)
        .extracting(event -> event.getString("className"))
        .containsExactlyInAnyOrderElementsOf(
            snapshot.sites().stream().map(SiteCounts::className).toList());
  }

  private List<RecordedEvent> recorded(Snapshot snapshot, String name) throws IOException {
    Path file = folder.resolve(name + ".jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      SiteStatistics.commitAll(snapshot);
      AllocationSample.commitAll(snapshot);
      LeakSuspect.commitAll(snapshot);
      ArenaNeverClosed.commitAll(snapshot);
      TierStatistics.commitAll(snapshot);
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("dev.tinyalloc." + name))
        .toList();
  }
}
