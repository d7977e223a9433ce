package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.AsksForManagement;
import dev.tinyalloc.it.programs.HelloBuffers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The MBean is there for whoever asks, and for nobody else. */
class ManagementTest {

  private static final Pattern LATE =
      Pattern.compile(
          "\\b(javax\\.management|jdk\\.jfr|java\\.util\\.logging|com\\.sun\\.net\\.httpserver"
              + "|dev\\.tinyalloc\\.agent\\.(jmx|jfr|prometheus|shaded\\.prometheus))\\.");

  @TempDir Path folder;

  @OnEveryJdk
  void shouldLoadNothingOfManagementAndOfTheFlightRecorderUnlessAsked(Jdk jdk) throws Exception {
    Path log = folder.resolve("classes.log");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=text+json+collapsed,report.file=" + folder.resolve("r"))
            .jvm("-Xlog:class+load:file=" + log)
            .run(HelloBuffers.class);
    assertThat(result.exitStatus()).isZero();
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("dev.tinyalloc.agent.report.CollapsedReport"))
        .noneMatch(line -> LATE.matcher(line).find());
  }

  @OnEveryJdk
  void shouldShowTheBeanInTheServerThatTheProgramGets(Jdk jdk) throws Exception {
    assertShown(ChildJvm.on(jdk).agent("report=none").run(AsksForManagement.class));
  }

  @OnEveryJdk
  void shouldShowTheBeanToRemoteManagement(Jdk jdk) throws Exception {
    assertShown(
        ChildJvm.on(jdk)
            .agent("report=none")
            .jvm("-Dcom.sun.management.jmxremote")
            .run(AsksForManagement.class));
  }

  @OnEveryJdk
  void shouldShowTheBeanInAServerOfTheProgramsOwnMaking(Jdk jdk) throws Exception {
    String builder = AsksForManagement.Builder.class.getName();
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=none")
            .jvm("-Djavax.management.builder.initial=" + builder)
            .run(AsksForManagement.class);
    assertThat(result.stdout()).contains("own builder");
    assertShown(result);
  }

  private static void assertShown(ChildJvm.Result result) {
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitStatus()).isZero();
    assertThat(result.stdoutLines())
        .contains("beans [dev.tinyalloc:type=TinyAlloc]", "purged true")
        .anyMatch(
            line ->
                line.matches(
                    "\\{Allocations=[1-9]\\d*, CommittedBytes=[1-9]\\d*, LiveBytes=[1-9]\\d*,"
                        + " Mode=redirect, OpenArenas=0\\}"));
  }
}
