package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.ThreeSites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Other agents in the same JVM, before and after ours: all do their work. */
@Tag("slow")
class OtherAgentsTest {

  /** OpenTelemetry's agent sends nothing anywhere. */
  private static final String[] SILENT_TELEMETRY = {
    "-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none"
  };

  @TempDir Path folder;

  @OnEveryJdk
  void shouldWorkBesideJacoco(Jdk jdk) throws Exception {
    Path coverage = folder.resolve("jacoco.exec");
    String other =
        "-javaagent:" + Libraries.jar("org.jacoco.agent-runtime") + "=destfile=" + coverage;
    for (boolean first : List.of(true, false)) {
      assertServed(beside(jdk, other, first));
      assertThat(Files.readString(coverage, ISO_8859_1)).contains("programs/ThreeSites");
      Files.delete(coverage);
    }
  }

  @OnEveryJdk
  void shouldWorkBesideOpenTelemetry(Jdk jdk) throws Exception {
    String other = "-javaagent:" + Libraries.jar("opentelemetry-javaagent");
    for (boolean first : List.of(true, false)) {
      ChildJvm.Result result = beside(jdk, other, first);
      assertServed(result);
      assertThat(result.stderr()).contains("opentelemetry-javaagent - version: ");
    }
  }

  /** Runs the program with both agents, ours first or last. */
  private ChildJvm.Result beside(Jdk jdk, String other, boolean first) throws Exception {
    String options = "report=json,report.file=" + folder.resolve("report.json");
    ChildJvm jvm = ChildJvm.on(jdk).jvm(SILENT_TELEMETRY).jvm("-Xmx512m").quietUnsafe();
    jvm.timeout(Duration.ofMinutes(3));
    return first
        ? jvm.agent(options).jvm(other).run(ThreeSites.class)
        : jvm.jvm(other).agent(options).run(ThreeSites.class);
  }

  /** The report has what the program itself has counted. */
  private void assertServed(ChildJvm.Result result) throws Exception {
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderrLines()).noneMatch(line -> line.startsWith("tinyalloc: "));
    Report report = Report.read(folder.resolve("report.json"));
    assertThat(report.activeSites())
        .filteredOn(site -> site.className().startsWith("dev.tinyalloc.it.programs."))
        .containsExactlyInAnyOrderElementsOf(SiteCounts.printedBy(result));
    assertThat(report.sites("blockBytes")).isPositive();
  }
}
