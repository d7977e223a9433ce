package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code ab} as a browser shows it. */
@Tag("slow")
class AbPageTest {

  private static final String HOSTILE = "</script><b id=\"escaped\">{{data}}";

  @TempDir Path folder;

  @Test
  void shouldShowEachForkOfEachMetric() throws Exception {
    Jdk jdk = Jdks.all().get(0);
    Path page = folder.resolve("ab.html");
    String[] line = {
      "ab",
      "-q",
      "--forks",
      "2",
      "--warmup",
      "0",
      "--metric",
      "sum=(\\S+) bytes",
      "--metric",
      "delay=delay (\\S+)",
      "--jvm",
      "tinyalloc=-Ddelay=1",
      "-o",
      "" + page,
      "--",
      "" + jdk.java(),
      "-cp",
      "" + ChildJvm.programs(),
      Subject.class.getName(),
      "prints",
      HOSTILE
    };
    CommandLine.on(jdk).done(line);
    assertThat(Files.readString(page)).doesNotContain("src=\"http").doesNotContain("<b id");

    try (Browser browser = Browser.start()) {
      browser.open(page, 1200, 1600);
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.one("h1").getText()).isEqualTo("TinyAlloc A/B: tinyalloc against jdk");
      assertThat(browser.one("#command").getText()).endsWith("prints " + HOSTILE);
      assertThat(browser.all("#escaped")).isEmpty();
      int metrics = browser.all("tbody tr").size();
      assertThat(browser.texts("tbody td:first-child")).contains("sum", "wall", "peakRss");
      // A delay of 0 against one of 1 has no ratio to draw, nor may there be one for major faults.
      List<String> changes = browser.texts("tbody td:nth-child(2)");
      assertThat(changes).contains("+0.0 %", "–").hasSize(metrics);
      long drawn = changes.stream().filter(change -> !change.equals("–")).count();
      assertThat(browser.all("tbody td svg circle")).hasSize((int) drawn);
      assertThat(browser.all("figure circle")).hasSize(metrics * 2 * 2 * 2);
      assertThat(browser.all("figure title")).hasSize(metrics * (2 + 2 * 2));
    }
  }
}
