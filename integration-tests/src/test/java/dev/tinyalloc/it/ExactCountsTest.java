package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Peaks;
import dev.tinyalloc.it.programs.ThreeSites;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;

/** The report says what the program did, to the last buffer. */
class ExactCountsTest {

  private static final int BUFFERS = 4 * 20_000 + 1;

  @TempDir Path folder;

  @OnEveryJdk
  void shouldCountWhatIsFreedByHandExactlyWhenRedirecting(Jdk jdk) throws Exception {
    Report report = assertExact(jdk, "redirect");
    assertThat(report.siteTexts("route")).containsOnly("tinyalloc");
    assertThat(report.sizeClasses("allocations") + report.sites("largeAllocations"))
        .as("buffers that TinyAlloc served; those of no bytes are the JDK's")
        .isBetween((long) BUFFERS - 1_000, (long) BUFFERS + 10);
  }

  @OnEveryJdk
  void shouldCountWhatIsFreedByHandExactlyWhenObserving(Jdk jdk) throws Exception {
    Report report = assertExact(jdk, "observe");
    assertThat(report.siteTexts("route")).containsOnly("jdk");
    assertThat(report.sizeClasses("allocations")).isZero();
    assertThat(report.memory("largeBytes")).isZero();
  }

  @OnEveryJdk
  void shouldCountWhatIsCollectedExactlyWhenRedirecting(Jdk jdk) throws Exception {
    assertExact(jdk, "redirect", "collect");
  }

  @OnEveryJdk
  void shouldCountWhatIsCollectedExactlyWhenObserving(Jdk jdk) throws Exception {
    assertExact(jdk, "observe", "collect");
  }

  @OnEveryJdk
  void shouldCountBothArmsExactly(Jdk jdk) throws Exception {
    Report report = assertExact(jdk, "ab");
    assertThat(report.siteTexts("route")).contains("jdk", "tinyalloc");
    assertThat(report.sizeClasses("allocations") + report.sites("largeAllocations"))
        .as("about half of the buffers")
        .isBetween(BUFFERS * 45L / 100, BUFFERS * 55L / 100);
  }

  @OnEveryJdk
  void shouldCountWhatIsCollectedExactlyInBothArms(Jdk jdk) throws Exception {
    assertExact(jdk, "ab", "collect");
  }

  @OnEveryJdk
  void shouldServeTheSameCallsByTheSameArmForTheSameSeed(Jdk jdk) throws Exception {
    List<SiteCounts> first = assertExact(jdk, "ab,ab.unit=site,ab.seed=5").activeSites();
    List<SiteCounts> again = assertExact(jdk, "ab,ab.unit=site,ab.seed=5").activeSites();
    assertThat(again).containsExactlyInAnyOrderElementsOf(first);
  }

  @OnEveryJdk
  void shouldKnowThePeaksOfOneThreadExactly(Jdk jdk) throws Exception {
    assertPeaks(jdk, 0);
  }

  @OnEveryJdk
  void shouldNotTakeForLiveWhatOthersHaveFreed(Jdk jdk) throws Exception {
    // Each of two threads may keep 64 KiB of each of two lines to itself.
    assertPeaks(jdk, 2 * 2 * (64 << 10), "others");
  }

  private void assertPeaks(Jdk jdk, long keptBytes, String... arguments) throws Exception {
    for (String mode : List.of("redirect", "observe")) {
      Path file = folder.resolve(mode + ".json");
      ChildJvm.Result result =
          ChildJvm.on(jdk)
              .agent("mode=" + mode + ",report=json,report.file=" + file)
              .quietUnsafe()
              .run(Peaks.class, arguments);
      assertThat(result.stdout()).as("%s", result).matches("peak \\d+ \\d+\n");
      String[] printed = result.stdout().trim().split(" ");
      Report report = Report.read(file);
      assertThat(report.total("peakLiveBytes"))
          .as("all sites together, %s", mode)
          .isCloseTo(Long.parseLong(printed[1]), Offset.offset(keptBytes));
      assertThat(report.sites("peakLiveBytes"))
          .as("each site by itself, %s", mode)
          .isCloseTo(Long.parseLong(printed[2]), Offset.offset(keptBytes));
    }
  }

  private Report assertExact(Jdk jdk, String mode, String... arguments) throws Exception {
    Path file = folder.resolve("report.json");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("mode=" + mode + ",report=json,report.file=" + file)
            .jvm("-Xmx256m", "-XX:MaxDirectMemorySize=1g")
            .quietUnsafe()
            .run(ThreeSites.class, arguments);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    List<SiteCounts> printed = SiteCounts.printedBy(result);
    assertThat(printed).hasSize(4);
    assertThat(printed.stream().mapToLong(SiteCounts::allocations).sum()).isEqualTo(BUFFERS);
    assertThat(printed).as("some are live at exit").allMatch(site -> site.liveAllocations() > 0);
    Report report = Report.read(file);
    assertThat(mode).startsWith(report.mode());
    assertThat(byLine(report.activeSites())).containsExactlyInAnyOrderElementsOf(printed);
    report.assertAddsUp();
    return report;
  }

  /** A line has two sites where both serve. */
  private static Collection<SiteCounts> byLine(List<SiteCounts> sites) {
    Map<List<Object>, SiteCounts> lines = new HashMap<>();
    for (SiteCounts site : sites) {
      List<Object> line = List.of(site.className(), site.method(), site.line());
      lines.merge(line, site, SiteCounts::plus);
    }
    return lines.values();
  }
}
