package dev.tinyalloc.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.ForeignCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that calls C functions a few hundred thousand times, as bindings that jextract writes
 * do: structures by value and by pointer, upcalls, captured {@code errno}, and refusals.
 */
class ForeignCallsTest {

  private static final int ROUNDS = 30_000;
  private static final String PACKAGE = ForeignCalls.class.getPackageName() + ".";

  @TempDir Path folder;

  @OnEveryJdkWithArenas
  void shouldGiveTheSameResultsAndRefusals(Jdk jdk) throws Exception {
    ChildJvm.Result plain = run(ChildJvm.on(jdk));
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    assertThat(plain.stderr()).isEmpty();
    for (String mode : List.of("redirect", "observe")) {
      Path file = folder.resolve(mode + ".json");
      String options = "mode=" + mode + ",report=json,report.file=" + file;
      ChildJvm.Result agent = run(ChildJvm.on(jdk).agent(options));
      assertThat(agent.stdout()).as(mode).isEqualTo(plain.stdout());
      assertThat(agent.stderr()).as(mode).isEqualTo(plain.stderr());
      assertThat(agent.exitStatus()).as(mode).isZero();
      assertThat(Report.read(file)).satisfies(ForeignCallsTest::assertSitesAreExact);
      assertThat(Report.read(file)).satisfies(ForeignCallsTest::assertOpeningsAreExact);
    }
  }

  private static ChildJvm.Result run(ChildJvm child) throws Exception {
    return child
        .jvm("--enable-native-access=ALL-UNNAMED")
        .variable("TZ", "UTC")
        .run(ForeignCalls.class, String.valueOf(ROUNDS));
  }

  private static void assertSitesAreExact(Report report) {
    List<SiteCounts> sites = new ArrayList<>(report.activeSites());
    sites.removeIf(site -> !site.className().startsWith(PACKAGE));
    assertThat(sites)
        .allSatisfy(site -> assertThat(site.liveAllocations()).as("%s", site).isZero())
        .allSatisfy(site -> assertThat(site.liveBytes()).as("%s", site).isZero())
        .allSatisfy(site -> assertThat(site.frees()).as("%s", site).isEqualTo(site.allocations()));
    Map<String, List<Long>> allocations =
        report.activeSitesIn(ForeignCalls.class).stream()
            .collect(
                groupingBy(
                    SiteCounts::method, TreeMap::new, mapping(SiteCounts::allocations, toList())));
    long rounds = ROUNDS;
    long sorted = rounds + rounds / 100;
    assertThat(allocations)
        .containsEntry("length", List.of(rounds))
        .containsEntry("divideLong", List.of(rounds))
        .containsEntry("parse", List.of(rounds, rounds, rounds))
        .containsEntry("date", List.of(rounds, rounds))
        .containsEntry("sorted", List.of(sorted))
        .containsEntry("sort", List.of(1L));
  }

  private static void assertOpeningsAreExact(Report report) {
    List<OpeningCounts> openings = new ArrayList<>(report.openings());
    openings.removeIf(opening -> !opening.className().startsWith(PACKAGE));
    assertThat(openings)
        .allSatisfy(one -> assertThat(one.closed()).as("%s", one).isEqualTo(one.opened()))
        .allSatisfy(one -> assertThat(one.neverClosed()).as("%s", one).isZero());
    Map<String, Long> opened = new TreeMap<>();
    report.openingsIn(ForeignCalls.class).forEach(one -> opened.put(one.method(), one.opened()));
    long rounds = ROUNDS;
    assertThat(opened)
        .containsOnly(
            Map.entry("length", rounds),
            Map.entry("divide", rounds),
            Map.entry("divideLong", rounds),
            Map.entry("parse", rounds),
            Map.entry("date", rounds),
            Map.entry("sortOnce", rounds / 100),
            Map.entry("sortShared", rounds),
            Map.entry("sort", 1L));
  }
}
