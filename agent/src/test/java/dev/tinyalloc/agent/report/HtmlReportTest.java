package dev.tinyalloc.agent.report;

import static dev.tinyalloc.agent.report.Snapshots.site;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  /** What no library may have inside, for it would end the element that it stands in. */
  private static final Pattern ELEMENTS =
      Pattern.compile(
          "<(?<name>script|style)(?<attributes>[^>]*)>(?<text>.*?)</\\k<name>", Pattern.DOTALL);

  private static final int MAX_LETTERS_WITHOUT_DATA = 2 << 20;

  @Test
  void shouldHoldTheWholeJsonReport() throws IOException {
    Snapshot snapshot =
        Snapshots.profiled(site(1, "a.<B>", "c", 1), site(2, "a.\uD83D\uDC7B", "c", 2));
    assertThat(unpacked(page(snapshot))).isEqualTo(Snapshots.json(snapshot));
  }

  @Test
  void shouldHoldSitesForWhichAJsonFileHasNoRoom() throws IOException {
    SiteCounts[] sites = new SiteCounts[15_000];
    for (int id = 1; id <= sites.length; id++) {
      sites[id - 1] = Snapshots.busy(site(id, "a.Service" + id, "handle", id));
    }
    Snapshot snapshot = Snapshots.of(sites);
    assertThat(Snapshots.json(snapshot)).contains("(others)");
    assertThat(unpacked(page(snapshot)))
        .doesNotContain("(others)")
        .contains("\"a.Service1\"", "\"a.Service15000\"");
  }

  @Test
  void shouldHoldNoNameButInTheData() throws IOException {
    Snapshot snapshot = Snapshots.of(site(1, "</script><script>alert(1)", "c", 1));
    assertThat(page(snapshot)).doesNotContain("alert(1)");
  }

  @Test
  void shouldHaveAllItsPartsAndLoadNothing() throws IOException {
    String page = page(Snapshots.of());
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("default-src 'none'")
        .doesNotContain("{{")
        .doesNotContainPattern("<(script|link|img|iframe)[^>]*(src|href)=")
        .doesNotContain("sourceMappingURL", "@import", "url(http");
    assertThat(page.length()).isLessThan(MAX_LETTERS_WITHOUT_DATA);
  }

  @Test
  void shouldNameItsOwnScriptsSoThatNoOtherIsRun() throws IOException {
    Matcher element = ELEMENTS.matcher(page(Snapshots.of()));
    int scripts = 0;
    while (element.find()) {
      if (element.group("name").equals("script") && !element.group("attributes").contains("id=")) {
        assertThat(element.group("attributes")).matches(" nonce=\"[0-9a-f]+\"");
        scripts++;
      }
      assertThat(element.group("text")).doesNotContain("<!--").doesNotContain("<script");
    }
    assertThat(scripts).isGreaterThan(5);
  }

  @Test
  void shouldCarryTheLicencesOfItsLibraries() throws IOException {
    assertThat(page(Snapshots.of()))
        .contains("Oli Folkerd")
        .contains("Leon Sorokin")
        .contains("Mike Bostock")
        .contains("Permission is hereby granted")
        .contains("Permission to use, copy, modify");
  }

  private static String page(Snapshot snapshot) throws IOException {
    return Snapshots.html(snapshot);
  }

  private static String unpacked(String page) throws IOException {
    Matcher data = Pattern.compile("id=\"data\">([^<]*)<").matcher(page);
    assertThat(data.find()).isTrue();
    byte[] packed = Base64.getDecoder().decode(data.group(1));
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
