package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Traces;
import dev.tinyalloc.it.programs.TwoClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What options do, seen from outside. */
class OptionsTest {

  private static final String ALPHA = TwoClasses.class.getName() + "$Alpha";
  private static final String BETA = TwoClasses.class.getName() + "$Beta";

  @TempDir Path folder;

  @OnEveryJdk
  void shouldTakeTheStrongestOfTheFourPlaces(Jdk jdk) throws Exception {
    Path config = folder.resolve("tinyalloc.properties");
    String report = "report.file=" + file() + "\nreport=json\n";
    Files.writeString(config, report + "mode=observe\nlarge.threshold=1k\n");
    ChildJvm child = ChildJvm.on(jdk).agent("config=" + config);
    assertThat(report(child).option("large.threshold")).isEqualTo("1k");

    child = ChildJvm.on(jdk).agent("config=" + config).variable("TINYALLOC_LARGE_THRESHOLD", "2k");
    assertThat(report(child).option("large.threshold")).isEqualTo("2k");

    child =
        ChildJvm.on(jdk)
            .agent("config=" + config)
            .variable("TINYALLOC_LARGE_THRESHOLD", "2k")
            .jvm("-Dtinyalloc.large.threshold=3k");
    assertThat(report(child).option("large.threshold")).isEqualTo("3k");

    child =
        ChildJvm.on(jdk)
            .agent("large.threshold=4k,config=" + config)
            .variable("TINYALLOC_LARGE_THRESHOLD", "2k")
            .jvm("-Dtinyalloc.large.threshold=3k");
    Report last = report(child);
    assertThat(last.option("large.threshold")).isEqualTo("4k");
    assertThat(last.mode()).as("what only the file says").isEqualTo("observe");
  }

  @OnEveryJdk
  void shouldReadTheOptionsWithoutAnyArgument(Jdk jdk) throws Exception {
    ChildJvm child =
        ChildJvm.on(jdk)
            .agent()
            .jvm("-Dtinyalloc.report=json")
            .variable("TINYALLOC_REPORT_FILE", file().toString());
    assertThat(report(child).option("report")).isEqualTo("json");
  }

  @OnEveryJdk
  void shouldRedirectIncludedClassesOnly(Jdk jdk) throws Exception {
    Report report = report(ChildJvm.on(jdk).agent(json("include=*TwoClasses$Al*")));
    assertThat(report.siteTexts("class")).containsExactly(ALPHA);
    report = report(ChildJvm.on(jdk).agent(json("include=no.such.*+*.TwoClasses?Beta")));
    assertThat(report.siteTexts("class")).containsExactly(BETA);
    assertThat(report.coverage("rewrittenClasses")).isEqualTo(1);
  }

  @OnEveryJdk
  void shouldLeaveExcludedClassesAlone(Jdk jdk) throws Exception {
    Report report = report(ChildJvm.on(jdk).agent(json("exclude=*$Alpha")));
    assertThat(report.siteTexts("class")).containsExactly(BETA);
    report = report(ChildJvm.on(jdk).agent(json("include=dev.*,exclude=*$Beta")));
    assertThat(report.siteTexts("class")).containsExactly(ALPHA);
  }

  @OnEveryJdk
  void shouldTakeRequestsAboveTheThresholdForLarge(Jdk jdk) throws Exception {
    Report report = report(ChildJvm.on(jdk).agent(json("large.threshold=64k")));
    assertThat(report.sites("largeAllocations")).isZero();
    assertThat(report.memory("largeBytes")).isZero();
    report = report(ChildJvm.on(jdk).agent(json("large.threshold=65535")));
    assertThat(report.sites("largeAllocations")).isEqualTo(2);
    assertThat(report.memory("largeBytes")).isEqualTo(2 * 64 * 1024);
  }

  @OnEveryJdk
  void shouldLeaveBuffersAloneWhereOnlyArenasAreWanted(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk).agent(json("apis=arena,log=error")).run(TwoClasses.class);
    assertThat(result.exitStatus()).isZero();
    assertThat(result.stderr()).isEmpty();
    Report report = Report.read(file());
    assertThat(report.siteTexts("class")).isEmpty();
    assertThat(report.coverage("rewrittenSites")).isZero();
    assertThat(report.total("allocations")).isZero();
  }

  @OnEveryJdk
  void shouldGiveEachOfSeveralReportsItsOwnEnding(Jdk jdk) throws Exception {
    String pattern = folder.resolve("r-%p-%t").toString();
    ChildJvm.Result result =
        ChildJvm.on(jdk).agent("report=text+json,report.file=" + pattern).run(TwoClasses.class);
    assertThat(result.exitStatus()).isZero();
    assertThat(result.stderr()).isEmpty();
    String pid = result.stdoutLines().get(0);
    List<String> names = namesIn(folder);
    assertThat(names).hasSize(2);
    String stem = "r-" + pid + "-\\d{8}-\\d{6}";
    assertThat(names.get(0)).matches(stem + "\\.json");
    assertThat(names.get(1)).matches(stem + "\\.txt");
    assertThat(Report.read(folder.resolve(names.get(0))).pid()).isEqualTo(Long.parseLong(pid));
    assertThat(Files.readString(folder.resolve(names.get(1))))
        .startsWith("tinyalloc ")
        .contains("TwoClasses$Alpha.make");
  }

  @OnEveryJdk
  void shouldTakeThePathOfASingleReportAsItIs(Jdk jdk) throws Exception {
    Path text = folder.resolve("report.of.mine");
    ChildJvm.Result result = ChildJvm.on(jdk).agent("report.file=" + text).run(TwoClasses.class);
    assertThat(result.stderr()).isEmpty();
    assertThat(namesIn(folder)).containsExactly("report.of.mine");
    assertThat(text).content().startsWith("tinyalloc ");
  }

  @OnEveryJdk
  void shouldSayWhereAJsonReportWithoutAPathIs(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk).agent("report=json").directory(folder).run(TwoClasses.class);
    String name = "tinyalloc-" + result.stdoutLines().get(0) + ".json";
    assertThat(namesIn(folder)).containsExactly(name);
    assertThat(result.stderrLines()).hasSize(1);
    assertThat(result.stderr()).startsWith("tinyalloc: ").contains(name);
  }

  @OnEveryJdk
  void shouldLeaveNoTraceWhenOff(Jdk jdk) throws Exception {
    String bridge = "java.nio.TinyAllocBridge";
    String hook = "dev.tinyalloc.boot.hook.BufferHook";
    ChildJvm.Result plain = ChildJvm.on(jdk).run(Traces.class, bridge, hook);
    ChildJvm.Result off =
        ChildJvm.on(jdk).agent("mode=off").directory(folder).run(Traces.class, bridge, hook);
    assertThat(off.stdout()).isEqualTo(plain.stdout());
    assertThat(off.stderr()).isEqualTo(plain.stderr());
    assertThat(off.exitStatus()).isEqualTo(plain.exitStatus());
    assertThat(namesIn(folder)).isEmpty();
    ChildJvm.Result on = ChildJvm.on(jdk).agent("report=none").run(Traces.class, bridge, hook);
    assertThat(on.stdout()).contains(bridge + " is there: true", hook + " is there: true");
  }

  private Path file() {
    return folder.resolve("report.json");
  }

  private String json(String options) {
    return options + ",report=json,report.file=" + file();
  }

  /** Runs the program and reads the report that it leaves. */
  private Report report(ChildJvm child) throws Exception {
    ChildJvm.Result result = child.run(TwoClasses.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    Report report = Report.read(file());
    assertThat(report.pid()).isEqualTo(Long.parseLong(result.stdoutLines().get(0)));
    return report;
  }

  private static List<String> namesIn(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
