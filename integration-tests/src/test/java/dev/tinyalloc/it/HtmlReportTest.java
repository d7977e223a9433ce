package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.ThreeSites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The HTML report as a browser shows it. */
@Tag("slow")
class HtmlReportTest {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;
  private static final int PHONE_WIDTH = 390;
  private static final int MANY_SITES = 10_000;
  private static final long MAX_BYTES = 5L << 20;
  private static final long MAX_EMPTY_BYTES = 2L << 20;
  private static final Duration MAX_OPENING = Duration.ofSeconds(10);

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** As class files may have them; the last is what would end the script that it stands in. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.broken = 1</script>",
          "com.evil.<img src=x onerror='window.broken = 2'>",
          "com.evil.Quotes\"'`&amp;${window.broken = 3}",
          "com.evil.Two\nlines\tand\u202ebackwards",
          "com.evil.\uD83D\uDC7B\uD83D\uDC69\u200D\uD83D\uDCBB",
          "com.long." + "Name".repeat(2_500),
          "__proto__",
          "</script><script>window.broken = 4</script>");

  @TempDir static Path folder;

  private static Browser browser;
  private static String written;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path file = folder.resolve("written.html");
    ChildJvm.Result result =
        ChildJvm.on(Jdks.all().get(0))
            .agent("report=html,report.file=" + file)
            .run(ThreeSites.class);
    assertThat(result.exitStatus()).as(result.stderr()).isZero();
    written = Files.readString(file);
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void shouldHaveNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.run("return window.broken")).isNull();
    assertThat(browser.all(".notice")).isEmpty();
  }

  @Test
  void shouldShowWhatAProgramHasAllocated() throws IOException {
    openWritten();
    assertThat(browser.one("#program").getText()).isEqualTo("dev.tinyalloc.it.programs.ThreeSites");
    assertThat(browser.one("#facts").getText()).contains("mode redirect", "pid ");
    assertThat(browser.texts("#totals dt")).contains("Live", "Peak live", "Allocated", "Committed");
    assertThat(browser.one("#site-table").getText()).contains("ThreeSites");
    assertThat(browser.all("#treemap .tile")).isNotEmpty();
    assertThat(browser.one("#memory").getText()).contains("Live blocks", "Size classes in use");
    assertThat(browser.one("#coverage").getText()).contains("calls were redirected");
    assertThat(written.length() - HtmlFixture.packed(written).length())
        .isLessThan((int) MAX_EMPTY_BYTES);
  }

  @Test
  void shouldFetchNothing() throws IOException {
    openFixture(40);
    assertThat(browser.run("return performance.getEntriesByType('resource').map(e => e.name)"))
        .isEqualTo(List.of());
    assertThat(
            browser.run(
                "return fetch('data:text/plain,x').then(() => 'fetched', () => 'forbidden')"))
        .isEqualTo("forbidden");
    // The browser says so, as it should.
    assertThat(browser.complaints()).isNotEmpty().allMatch(line -> line.contains("data:text"));
  }

  @Test
  void shouldSortTheTableByAnyColumn() throws IOException {
    openFixture(40);
    assertThat(sortedLive()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    browser.one("#site-table .tabulator-col[tabulator-field=allocations]").click();
    browser.await("sorted by allocations", ariaSort("allocations", "descending"));
    assertThat(column("allocations")).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    browser.one("#site-table .tabulator-col[tabulator-field=allocations]").sendKeys(Keys.ENTER);
    browser.await("turned by the keyboard", ariaSort("allocations", "ascending"));
    assertThat(column("allocations")).isSorted();
  }

  @Test
  void shouldFindSitesByWords() throws IOException {
    openFixture(40);
    assertThat(browser.one("#site-count").getText()).isEqualTo("40 of 40 sites");
    browser.one("#site-search").sendKeys("ROCKSDB arena");
    browser.await(
        "filtered", "return !/^40 of/.test(document.querySelector('#site-count').textContent)");
    assertThat(browser.texts("#site-table .tabulator-row"))
        .isNotEmpty()
        .allMatch(row -> row.contains("org.rocksdb"));
    browser.one("#site-search").sendKeys("nowhere");
    browser.await("none", "return /^0 of/.test(document.querySelector('#site-count').textContent)");
    assertThat(browser.all("#site-table .tabulator-row")).isEmpty();
  }

  @Test
  void shouldShowWhatIsKnownOfASite() throws IOException {
    openFixture(40);
    browser.click("#site-table .tabulator-row button");
    assertThat(browser.one("#site-detail").getText())
        .contains("Served by", "Lifetime p50", "Called by");
  }

  @Test
  void shouldZoomAndSearchTheFlameGraph() throws IOException {
    openFixture(40);
    int before = browser.all("#flame .frame").size();
    assertThat(before).isGreaterThan(20);
    long width = width("document.querySelectorAll('#flame .frame')[8]");
    browser.run("document.querySelectorAll('#flame .frame')[8].click()");
    assertThat(browser.all("#flame .frame.above")).isNotEmpty();
    assertThat(width("[...document.querySelectorAll('#flame .frame.above')].pop()"))
        .isGreaterThan(width);
    browser.one("#flame-reset").click();
    assertThat(browser.all("#flame .frame")).hasSize(before);
    browser.one("#flame-search").sendKeys("netty");
    assertThat(browser.all("#flame .frame.found")).isNotEmpty();
    assertThat(browser.one("#flame-found").getText()).contains("frames");
    browser.one("#flame-search").sendKeys("[");
    assertThat(browser.all("#flame .frame.found")).isEmpty();
  }

  @Test
  void shouldGoIntoThePackagesOfTheTreemap() throws IOException {
    openFixture(40);
    int before = browser.all("#treemap .tile").size();
    browser.click("#treemap .tile.group");
    assertThat(browser.all("#treemap .tile")).hasSizeLessThan(before);
    assertThat(browser.texts("#treemap .crumbs button")).hasSize(2).startsWith("All packages");
    browser.one("#treemap .crumbs button").click();
    assertThat(browser.all("#treemap .tile")).hasSize(before);
  }

  @Test
  void shouldFollowTheSystemAndTheButtonFromLightToDark() throws IOException {
    browser.prefer("dark");
    openFixture(40);
    String dark = background();
    browser.screenshot(SCREENSHOTS.resolve("report-dark.png"));
    browser.one("#theme").click();
    assertThat(background()).isNotEqualTo(dark);
    browser.prefer("light");
    openFixture(40);
    String light = background();
    assertThat(light).isNotEqualTo(dark);
    browser.screenshot(SCREENSHOTS.resolve("report-light.png"));
    browser.one("#theme").click();
    assertThat(background()).isEqualTo(dark);
  }

  @Test
  void shouldFitAPhone() throws IOException {
    open(HtmlFixture.page(written, 40, List.of()), PHONE_WIDTH);
    assertThat(browser.run("return document.documentElement.scrollWidth"))
        .isEqualTo((long) PHONE_WIDTH);
    browser.screenshot(SCREENSHOTS.resolve("report-phone.png"));
  }

  @Test
  void shouldShowNamesAsTextWhateverTheyAre() throws IOException {
    open(HtmlFixture.page(written, 40, HOSTILE), WIDTH);
    String page = (String) browser.run("return document.body.textContent");
    assertThat(page)
        .contains("<script>window.broken = 1</script>")
        .contains("<img src=x onerror='window.broken = 2'>")
        .contains("Quotes\"'`&amp;${window.broken = 3}")
        .contains("Two\\nlines\\tand\\u202ebackwards")
        .contains("\uD83D\uDC7B\uD83D\uDC69\u200D\uD83D\uDCBB");
    assertThat(browser.all("#report script, #report img")).isEmpty();
    browser.one("#site-search").sendKeys("</script>");
    assertThat(browser.texts("#site-table .tabulator-row")).hasSize(2);
    browser.click("#site-table .tabulator-row button");
    assertThat(browser.one("#site-detail h3").getText()).contains("window.broken = ");
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) WIDTH);
  }

  @Test
  void shouldOpenTenThousandSitesInAFewSeconds() throws IOException {
    String page = HtmlFixture.page(written, MANY_SITES, HOSTILE);
    assertThat((long) page.length()).isLessThan(MAX_BYTES);
    long start = System.nanoTime();
    open(page, WIDTH);
    Duration opening = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("10,000 sites: " + page.length() + " bytes, opened in " + opening);
    assertThat(opening).isLessThan(MAX_OPENING);
    assertThat(browser.all("#site-table .tabulator-row")).hasSizeLessThan(100);
    browser.one("#site-search").sendKeys("netty :777");
    browser.await(
        "found",
        "return /^[1-9] of 10,000/.test(document.querySelector('#site-count').textContent)");
  }

  private static void openWritten() throws IOException {
    open(written, WIDTH);
  }

  private static void openFixture(int sites) throws IOException {
    open(HtmlFixture.page(written, sites, List.of()), WIDTH);
  }

  private static void open(String page, int width) throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), page);
    browser.open(file, width, HEIGHT);
  }

  private static List<Double> sortedLive() {
    return column("liveBytes");
  }

  /** The figures of a column, of the rows that are in the page, from the top. */
  private static List<Double> column(String field) {
    Object rows =
        browser.run(
            "const table = Tabulator.findTable('#site-table')[0];"
                + "return [...document.querySelectorAll('#site-table .tabulator-row')]"
                + ".map(row => String(table.getRow(row).getData()[arguments[0]]))",
            field);
    return ((List<?>) rows).stream().map(value -> Double.valueOf((String) value)).toList();
  }

  private static String ariaSort(String field, String direction) {
    return "return document.querySelector('#site-table .tabulator-col[tabulator-field="
        + field
        + "]').getAttribute('aria-sort') === '"
        + direction
        + "'";
  }

  private static long width(String element) {
    return (long) browser.run("return Math.round(" + element + ".getBoundingClientRect().width)");
  }

  private static String background() {
    return (String) browser.run("return getComputedStyle(document.body).backgroundColor");
  }
}
