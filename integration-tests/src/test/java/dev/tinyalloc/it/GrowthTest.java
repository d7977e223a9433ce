package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A service that nobody changed leaks one buffer in a hundred at one of ten lines. */
class GrowthTest {

  private static final String SERVICE = "dev.tinyalloc.samples.LeakingService";

  @TempDir Path folder;

  @Tag("slow")
  @OnEveryJdk
  void shouldNameTheLineThatLeaksFirstWithinAMinute(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=text+json+html,report.file=" + folder.resolve("leak"))
            .classPath(Path.of(System.getProperty("test.samplesJar")))
            .quietUnsafe()
            .timeout(Duration.ofMinutes(2))
            .run(SERVICE, "58");
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdout()).contains("step6 has forgotten 1");
    Report report = Report.read(folder.resolve("leak.json"));
    JsonObject first = report.growth().get(0);
    assertThat(first.get("class").getAsString()).isEqualTo(SERVICE);
    assertThat(first.get("method").getAsString()).isEqualTo("step6");
    Path page = folder.resolve("leak.html");
    assertThat(Report.readPage(page).growth()).isEqualTo(report.growth());
    assertThat(suspects(page).get(0)).contains("LeakingService.step6");
    assertThat(first.get("confidence").getAsDouble()).isGreaterThanOrEqualTo(0.95);
    assertThat(first.get("bytesPerSecondLow").getAsDouble()).isLessThan(10_000);
    assertThat(first.get("bytesPerSecondHigh").getAsDouble()).isGreaterThan(10_000);
    List<String> lines = Files.readAllLines(folder.resolve("leak.txt"));
    int heading = indexOf(lines, "growing");
    assertThat(lines.get(heading + 1)).contains("LeakingService.step6");
    report.assertSeriesEndsInTotals();
  }

  /** The rows under "Keep growing", as a browser shows them. */
  private static List<String> suspects(Path page) throws IOException {
    try (Browser browser = Browser.start()) {
      browser.open(page, 1280, 800);
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.one("#suspects h3").getText()).isEqualTo("Keep growing");
      return browser.texts("#suspects table:first-of-type tbody tr");
    }
  }

  private static int indexOf(List<String> lines, String end) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(end)) {
        return i;
      }
    }
    throw new AssertionError("no line ends with " + end + ": " + lines);
  }
}
