package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Netty's own tests of its buffers have the same outcome under the agent as without. */
@Tag("slow")
class NettyBuffersTest {

  private static final Pattern COUNT = Pattern.compile("\\[ *(\\d+) (tests \\w+) *]");

  private static final String TESTS = "netty-buffer-tests";

  private static final List<String> CLASS_PATH =
      List.of(
          TESTS,
          "netty-buffer",
          "netty-common",
          "mockito-core",
          "byte-buddy",
          "byte-buddy-agent",
          "objenesis",
          "assertj-core");

  @TempDir Path folder;

  @OnEveryJdk
  void shouldPassTheSameTests(Jdk jdk) throws Exception {
    Path file = folder.resolve("report.json");
    FutureTask<ChildJvm.Result> alone = new FutureTask<>(() -> run(ChildJvm.on(jdk)));
    Thread thread = new Thread(alone);
    thread.start();
    ChildJvm.Result agent =
        run(ChildJvm.on(jdk).agent("mode=redirect,report=json,report.file=" + file));
    ChildJvm.Result plain = result(alone);
    assertThat(counts(plain))
        .as("%s", plain)
        .containsEntry("tests found", 13_027)
        .containsEntry("tests failed", 0);
    assertThat(counts(agent)).as("%s", agent).isEqualTo(counts(plain));
    assertThat(agent.exitStatus()).isEqualTo(plain.exitStatus());
    Report report = Report.read(file);
    assertThat(report.total("allocations")).isGreaterThan(100_000);
    assertThat(report.siteTexts("class")).anyMatch(site -> site.startsWith("io.netty.buffer."));
    assertThat(report.sites("blockBytes")).isPositive();
  }

  private static ChildJvm.Result result(FutureTask<ChildJvm.Result> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new AssertionError("Netty's tests without the agent", e.getCause());
    }
  }

  private static ChildJvm.Result run(ChildJvm jvm) throws Exception {
    String classPath =
        CLASS_PATH.stream()
            .map(name -> Libraries.jar(name).toString())
            .collect(Collectors.joining(File.pathSeparator));
    return jvm.jvm("-Xmx1g", "-jar", Libraries.jar("junit-platform-console-standalone").toString())
        .jvm("execute", "--disable-banner", "--disable-ansi-colors", "--details=summary")
        .jvm("-cp", classPath, "--scan-classpath", Libraries.jar(TESTS).toString())
        .timeout(Duration.ofMinutes(15))
        .run();
  }

  /** What JUnit's summary says of the tests. */
  private static Map<String, Integer> counts(ChildJvm.Result result) {
    Map<String, Integer> counts = new TreeMap<>();
    Matcher matcher = COUNT.matcher(result.stdout());
    while (matcher.find()) {
      counts.put(matcher.group(2), Integer.valueOf(matcher.group(1)));
    }
    return counts;
  }
}
