package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.MillionBuffers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million buffers of 1 B to 1 MiB in four threads: the program itself looks at every byte at
 * birth and at death, and that no two live ones overlap.
 */
class MillionBuffersTest {

  private static final long BUFFERS = 1_000_000;
  private static final long SEED = 20_260_101;

  private static final Pattern SUMMARY =
      Pattern.compile(
          "made (\\d+), bytes (\\d+), freed by their thread (\\d+), by others (\\d+), by the"
              + " collector (\\d+)");

  @TempDir Path folder;

  @OnEveryJdk
  void shouldServeAMillionBuffersAndTakeAllMemoryBack(Jdk jdk) throws Exception {
    Path file = folder.resolve("report.json");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=json,report.file=" + file)
            .jvm("-Xmx256m", "-XX:MaxDirectMemorySize=768m")
            .jvm("--add-exports", "java.base/sun.nio.ch=ALL-UNNAMED")
            .quietUnsafe()
            .timeout(Duration.ofMinutes(5))
            .run(MillionBuffers.class, Long.toString(BUFFERS), Long.toString(SEED));
    assertThat(result.exitStatus()).as("seed %s: %s", SEED, result).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdoutLines()).contains("live ranges 0", "pool 0 0");
    Matcher summary = SUMMARY.matcher(result.stdout());
    assertThat(summary.find()).as("%s", result).isTrue();
    assertThat(Long.parseLong(summary.group(1))).isEqualTo(BUFFERS);
    for (int way = 3; way <= 5; way++) {
      assertThat(Long.parseLong(summary.group(way))).as(summary.group()).isGreaterThan(100_000);
    }
    Report report = Report.read(file);
    assertServedByTinyAlloc(report, Long.parseLong(summary.group(2)));
    assertAllIsBack(report);
  }

  private static void assertServedByTinyAlloc(Report report, long bytes) {
    assertThat(report.siteTexts("route")).containsExactly("tinyalloc");
    assertThat(report.total("allocations")).isEqualTo(BUFFERS);
    assertThat(report.total("allocatedBytes")).isEqualTo(bytes);
    assertThat(report.sites("largeAllocations")).isGreaterThan(10_000);
    // The agent's own tests, of the rewriting and of the JDK's method, take one each.
    assertThat(report.sizeClasses("allocations") + report.sites("largeAllocations"))
        .isBetween(BUFFERS, BUFFERS + 2);
  }

  private static void assertAllIsBack(Report report) {
    report.assertAddsUp();
    assertThat(report.total("liveAllocations")).isZero();
    assertThat(report.total("liveBytes")).isZero();
    assertThat(report.memory("liveBlockBytes")).isZero();
    assertThat(report.memory("largeBytes")).isZero();
    assertThat(report.sizeClasses("liveBlocks")).isZero();
  }
}
