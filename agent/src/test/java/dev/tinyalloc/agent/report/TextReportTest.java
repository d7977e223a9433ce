package dev.tinyalloc.agent.report;

import static dev.tinyalloc.agent.report.Snapshots.counted;
import static dev.tinyalloc.agent.report.Snapshots.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextReportTest {

  private static final String NO_SITES =
      "No call of ByteBuffer.allocateDirect or Arena.allocate was found in the classes of this"
          + " program.\n";

  @Test
  void shouldShowTotalsMemoryAndSites() {
    Snapshot snapshot =
        Snapshots.of(
            counted(
                site(1, "io.netty.buffer.PoolArena$DirectArena", "newChunk", 735),
                5,
                20L << 20,
                4,
                16L << 20,
                8L << 20),
            counted(
                site(2, "com.example.Main", "run", 42),
                1_234_567,
                12L << 30,
                1_234_567,
                12L << 30,
                700),
            counted(site(3, "com.example.Main", "<clinit>", 7), 1, 1, 0, 0),
            site(4, "com.example.Idle", "never", 1));
    assertThat(TextReport.render(snapshot))
        .isEqualTo(
            """
            tinyalloc 0.1.0 redirect, pid 4242, up 3.21 s
            live       4.00 MiB in 2 allocations, peak 4.00 MiB
            allocated  12.0 GiB in 1,234,573 allocations, freed 12.0 GiB in 1,234,571
            committed  16.1 MiB: 1.31 MiB live blocks, 3.10 MiB free blocks, 136 KiB large, 11.6 MiB other

               live  count    total      count     peak  site
            4.00MiB      1  20.0MiB          5  8.00MiB  io.netty.buffer.PoolArena$DirectArena.newChunk:735
                 1B      1       1B          1       1B  com.example.Main.<clinit>(Main.java:7)
                 0B      0  12.0GiB  1,234,567     700B  com.example.Main.run(Main.java:42)
            """);
  }

  @Test
  void shouldSayThatTheJdkServesInObserve() {
    SiteCounts site = counted(site(1, "a.B", "run", 1), 1, 10, 0, 0);
    assertThat(TextReport.render(Snapshots.of(AgentMode.OBSERVE, Memory.NONE, List.of(site))))
        .startsWith("tinyalloc 0.1.0 observe, pid 4242")
        .contains("\nlive       10 B in 1 allocation, peak 10 B\n")
        .contains("\ncommitted  nothing by TinyAlloc: the JDK serves in this mode\n");
  }

  @Test
  void shouldShowWhichLinesOpenArenasAndWhichNeverCloseThem() {
    String text = TextReport.render(Snapshots.of(Snapshots.opening(3, 100, 90, 10)));
    assertThat(text)
        .contains("opened  open  never closed  segments    bytes  open for      kind  arena\n")
        .contains("   100     0            10         2  1.50KiB      12\u00b5s  confined  ")
        .contains("com.example.Main.run:42\n");
  }

  @Test
  void shouldShowWhichSitesKeepGrowingAfterTheTableOfSites() {
    SiteCounts leaky = counted(site(1, "com.example.Main", "run", 42), 9, 4096, 1, 1024);
    SiteCounts other = counted(site(2, "com.example.Other", "run", 7), 9, 4096, 9, 4096);
    String text = TextReport.render(Snapshots.profiled(leaky, other));
    assertThat(text)
        .contains(
            """

            per second   sure   within     live  growing
               1.21KiB  99.9%  1.00min  3.00KiB  com.example.Main.run(Main.java:42)
            """);
    assertThat(text.indexOf("growing\n")).isGreaterThan(text.indexOf("  site\n"));
    assertThat(TextReport.render(Snapshots.of(leaky, other))).doesNotContain("growing");
  }

  @Test
  void shouldSayInOneSentenceThatThereIsNoSite() {
    assertThat(TextReport.render(Snapshots.of()))
        .isEqualTo("tinyalloc 0.1.0 redirect, pid 4242, up 3.21 s\n" + NO_SITES);
  }

  @Test
  void shouldSayInOneSentenceThatNoSiteHasAllocated() {
    assertThat(TextReport.render(Snapshots.of(site(1, "a.B", "run", 1), site(2, "a.B", "run", 2))))
        .endsWith("s\nNone of the allocation sites found has allocated; there are 2.\n");
  }

  @Test
  void shouldCountTheClassesThatWereMissed() {
    List<AgentRun.Missed> missed = List.of(new AgentRun.Missed("a.B", "app", "too large"));
    Snapshot snapshot = Snapshots.of(AgentMode.REDIRECT, Memory.NONE, List.of(), missed);
    assertThat(TextReport.render(snapshot))
        .endsWith(
            "missed     1 class whose allocations are not counted (report=json names them)\n");
  }

  @Test
  void shouldShowTwentySitesAndCountTheRest() {
    assertThat(TextReport.render(many(20)).lines()).hasSize(26).noneMatch(l -> l.contains("more"));
    assertThat(TextReport.render(many(21)))
        .endsWith("\n… and 1 more site (report=html lists them all)\n");
    assertThat(TextReport.render(many(10_000)))
        .endsWith("\n… and 9,980 more sites (report=html lists them all)\n");
    assertThat(TextReport.render(many(10_000)).lines()).hasSize(27);
  }

  @Test
  void shouldListSitesByLiveThenAllocatedBytesThenPlace() {
    Snapshot snapshot =
        Snapshots.of(
            counted(site(7, "z.Z", "z", 9), 1, 5, 1, 5),
            counted(site(6, "a.A", "a", 1), 1, 10, 0, 0),
            counted(site(5, "a.A", "b", 2), 2, 15, 1, 5),
            counted(site(4, "b.B", "b", 3), 1, 5, 1, 5),
            counted(site(3, "b.B", "a", 4), 1, 5, 1, 5),
            counted(site(2, "b.B", "a", 11), 1, 5, 1, 5),
            counted(site(1, "a.A", "a", 1), 1, 10, 0, 0));
    assertThat(rows(TextReport.render(snapshot)))
        .extracting(row -> row.substring(row.lastIndexOf("  ") + 2))
        .containsExactly(
            "a.A.b(A.java:2)",
            "a.A.a(A.java:1) #1",
            "a.A.a(A.java:1) #6",
            "b.B.a(B.java:4)",
            "b.B.a(B.java:11)",
            "b.B.b(B.java:3)",
            "z.Z.z(Z.java:9)");
  }

  @Test
  void shouldTellSitesApartWhoseShortNamesAreTheSame() {
    String tail = ".X" + "x".repeat(60);
    Snapshot snapshot =
        Snapshots.of(
            counted(site(11, "alpha.beta" + tail, "run", 5), 1, 20, 0, 0),
            counted(site(12, "apple.bar" + tail, "run", 5), 1, 10, 0, 0));
    List<String> rows = rows(TextReport.render(snapshot));
    assertThat(rows.get(0)).contains("  a.b.Xxx").endsWith(".run:5 #11");
    assertThat(rows.get(1)).contains("  a.b.Xxx").endsWith(".run:5 #12");
  }

  @Test
  void shouldKeepEveryLineWithin100ColumnsWhateverTheNames() {
    Random random = new Random(20_260_101);
    for (int i = 0; i < 300; i++) {
      List<SiteCounts> sites = new ArrayList<>();
      int count = 1 + random.nextInt(40);
      for (int id = 1; id <= count; id++) {
        sites.add(Snapshots.random(random, id));
      }
      String text = TextReport.render(Snapshots.of(AgentMode.REDIRECT, Snapshots.MEMORY, sites));
      assertThat(text.split("\n")).hasSize(6 + Math.min(count, 20) + (count > 20 ? 1 : 0));
      assertThat(text.split("\n")).allSatisfy(TextReportTest::fits);
      assertThat(new HashSet<>(rows(text))).hasSize(Math.min(count, 20));
    }
  }

  @Test
  void shouldKeepTheColumnsOfFiguresTogether() {
    for (String row : rows(TextReport.render(many(20)))) {
      assertThat(row.substring(0, 51)).matches("( *[0-9.,]+([KMGTPEi]*B)?  ?)+.*");
      assertThat(row.charAt(row.indexOf("a.b.C") - 3)).isEqualTo('B');
    }
  }

  @Test
  void shouldKeepTheWidestFiguresWithin100Columns() {
    long most = Long.MAX_VALUE;
    long kib = 1023L << 40;
    Memory widest = new Memory(kib, kib, kib, kib / 2, kib / 4, kib, kib / 4, kib);
    SiteCounts site = counted(site(1, "a.B", "run", 1), most, most, 0, 0, most);
    SiteCounts other = counted(site(2, "a.B", "run", 2), 0, 0, most, most, most);
    String text = TextReport.render(Snapshots.of(AgentMode.REDIRECT, widest, List.of(site, other)));
    assertThat(text).contains("1023 TiB");
    assertThat(text.split("\n")).allSatisfy(TextReportTest::fits);
  }

  @Test
  void shouldReadTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    String expected = TextReport.render(many(30));
    try {
      for (String tag : List.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(TextReport.render(many(30))).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void fits(String line) {
    assertThat(Printable.columns(line)).as(line).isLessThanOrEqualTo(100);
    assertThat(line.codePoints().noneMatch(Character::isISOControl)).as(line).isTrue();
  }

  private static List<String> rows(String text) {
    return text.lines().skip(6).filter(line -> !line.startsWith("…")).toList();
  }

  private static Snapshot many(int count) {
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      sites.add(counted(site(id, "a.b.C" + id, "run", id), id, id * 1_000L, 0, 0));
    }
    return Snapshots.of(AgentMode.REDIRECT, Snapshots.MEMORY, sites);
  }
}
