package dev.tinyalloc.it;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tinyalloc.it.programs.LeakedArenas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arenas that became unreachable while open are counted against the line that opened them, every
 * single one, and no other line; the first of a line is worth a warning.
 */
class ArenaLeaksTest {

  private static final int MILLION = 1_000_000;

  /** For a million leaked arenas, what they hold and a Java heap of 256 MiB included. */
  private static final int MAX_MIB = 1024;

  @TempDir Path folder;

  @OnEveryJdkWithArenas
  void shouldCountAHundredThousandLeakedArenasOfAMillion(Jdk jdk) throws Exception {
    assertEveryLeakIsFound(jdk, "redirect", MILLION, Duration.ofMinutes(1));
  }

  @OnEveryJdkWithArenas
  void shouldCountLeakedArenasOfTheJdk(Jdk jdk) throws Exception {
    assertEveryLeakIsFound(jdk, "observe", MILLION / 10, Duration.ofMinutes(1));
  }

  @Tag("slow")
  @OnEveryJdkWithArenas
  void shouldCountAMillionLeakedArenasOfTenMillion(Jdk jdk) throws Exception {
    assertEveryLeakIsFound(jdk, "redirect", 10 * MILLION, Duration.ofMinutes(5));
  }

  private void assertEveryLeakIsFound(Jdk jdk, String mode, int arenas, Duration limit)
      throws Exception {
    Path file = folder.resolve("report.json");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("mode=" + mode + ",report=json,report.file=" + file)
            .jvm("-Xmx256m")
            .timeout(limit)
            .run(LeakedArenas.class, String.valueOf(arenas));
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(peakMib(result)).isLessThan(MAX_MIB);
    List<OpeningCounts> printed = OpeningCounts.printedBy(result);
    assertThat(leaking(printed))
        .extracting(OpeningCounts::kind, OpeningCounts::neverClosed)
        .as("the program itself")
        .containsExactlyInAnyOrder(
            tuple("confined", arenas / 10L), tuple("shared", (long) LeakedArenas.SHARED));
    Report report = Report.read(file);
    assertSameOpenings(printed, report);
    assertOneWarningEach(leaking(printed), result);
    assertStillHeld(leaking(printed), report);
  }

  private static int peakMib(ChildJvm.Result result) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(LeakedArenas.PEAK))
        .mapToInt(line -> Integer.parseInt(line.substring(LeakedArenas.PEAK.length())))
        .findFirst()
        .orElseThrow();
  }

  private static void assertSameOpenings(List<OpeningCounts> printed, Report report) {
    assertThat(report.openings())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("closed")
        .containsExactlyInAnyOrderElementsOf(printed);
    assertThat(closeable(report.openings()))
        .containsExactlyInAnyOrderElementsOf(closeable(printed));
  }

  /** Without automatic arenas: whether their end counts as a close is not what this is about. */
  private static List<OpeningCounts> closeable(List<OpeningCounts> openings) {
    return openings.stream().filter(opening -> !opening.kind().equals("auto")).toList();
  }

  private static List<OpeningCounts> leaking(List<OpeningCounts> openings) {
    return openings.stream().filter(opening -> opening.neverClosed() > 0).toList();
  }

  private static void assertOneWarningEach(List<OpeningCounts> leaking, ChildJvm.Result result) {
    assertThat(result.stderrLines())
        .hasSameSizeAs(leaking)
        .allMatch(line -> line.startsWith("tinyalloc: "));
    for (OpeningCounts opening : leaking) {
      assertThat(result.stderrLines()).filteredOn(line -> line.contains(place(opening))).hasSize(1);
    }
  }

  private static String place(OpeningCounts opening) {
    String source = LeakedArenas.class.getSimpleName() + ".java:" + opening.line();
    return opening.className() + "." + opening.method() + "(" + source + ")";
  }

  /** What a leaked arena holds is not freed behind the program's back. */
  private static void assertStillHeld(List<OpeningCounts> leaking, Report report) {
    Map<String, List<SiteCounts>> sites =
        report.activeSitesIn(LeakedArenas.class).stream().collect(groupingBy(SiteCounts::method));
    for (OpeningCounts opening : leaking) {
      assertThat(sites.get(opening.method()))
          .extracting(SiteCounts::allocations, SiteCounts::liveAllocations)
          .containsExactly(tuple(opening.opened(), opening.neverClosed()));
    }
  }
}
