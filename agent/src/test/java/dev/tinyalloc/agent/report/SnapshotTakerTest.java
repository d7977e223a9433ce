package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.Profile.Frame;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.OldBlock;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SnapshotTakerTest {

  private static final String API = "ByteBuffer.allocateDirect";

  @Test
  void shouldKnowThisProcess() throws OptionException {
    long start = System.nanoTime() - 5_000_000_000L;
    Snapshot snapshot =
        SnapshotTaker.take(
            options("mode=observe"), new AgentRun("1.2", start, false, 3, 4, 5, List.of()));
    assertThat(snapshot.program().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(snapshot.program().uptimeMillis()).isBetween(5_000L, 60_000L);
    assertThat(Duration.between(snapshot.program().time(), Instant.now()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(snapshot.program().jvmVersion()).isEqualTo(Runtime.version().toString());
    assertThat(snapshot.agent().version()).isEqualTo("1.2");
    assertThat(snapshot.agent().options()).containsEntry("mode", "observe");
    assertThat(snapshot.coverage().rewrittenClasses()).isEqualTo(3);
    assertThat(snapshot.coverage().rewrittenSites()).isEqualTo(4);
    assertThat(snapshot.coverage().otherCallers()).isEqualTo(5);
  }

  @Test
  void shouldNameTheProgramWithoutItsArguments() {
    assertThat(SnapshotTaker.programName("com.example.Main --password secret"))
        .isEqualTo("com.example.Main");
    assertThat(SnapshotTaker.programName("/opt/service.jar")).isEqualTo("service.jar");
    assertThat(SnapshotTaker.programName("a.module/a.Main x/y")).isEqualTo("a.Main");
    assertThat(SnapshotTaker.programName("")).isEmpty();
  }

  @Test
  void shouldBeEmptyWhereTheAllocatorIsNotInstalled() throws OptionException {
    Snapshot snapshot = take("mode=redirect", false);
    assertThat(snapshot.sites()).isEmpty();
    assertThat(snapshot.sizeClasses()).isEmpty();
    assertThat(snapshot.memory()).isEqualTo(Memory.NONE);
    assertThat(snapshot.totals()).isEqualTo(new Totals(0, 0, 0, 0, 0));
  }

  @Test
  void shouldTakeWhatASiteHasCounted() throws OptionException {
    int id = Sites.register(API, "a.Taken", "run", "Taken.java", 5, "boot");
    SiteTally tally = new SiteTally(Sites.site(id));
    tally.allocated(100);
    tally.spent(112, false);
    tally.allocated(300_000);
    tally.spent(303_104, true);
    tally.freed(100);
    SiteCounts expected =
        new SiteCounts(
            id,
            API,
            "a.Taken",
            "run",
            "Taken.java",
            5,
            "boot",
            "tinyalloc",
            2,
            300_100,
            1,
            100,
            300_100,
            303_216,
            1,
            List.of(new SizeCount(128, 1), new SizeCount(1 << 19, 1)),
            Lifetimes.NONE,
            null);
    assertThat(take("mode=redirect", true).sites()).contains(expected);
  }

  @Test
  void shouldGiveTheLargestRequestsASizeWithoutLimit() throws OptionException {
    int id = Sites.register(API, "a.Huge", "run", null, 1, "app");
    new SiteTally(Sites.site(id)).allocated(1L << 40);
    assertThat(take("mode=redirect", true).sites())
        .filteredOn(site -> site.id() == id)
        .singleElement()
        .satisfies(
            site -> assertThat(site.sizes()).containsExactly(new SizeCount(Long.MAX_VALUE, 1)));
  }

  @Test
  void shouldTakeTheStacksWithMostLiveBytesFirst() throws OptionException {
    int small = Sites.register(API, "a.Small", "run", null, 1, "app");
    int big = Sites.register(API, "a.Big", "run", null, 1, "app");
    int[] samples = {sample(small, 10, 3.0), sample(big, 1_000, 2.0), sample(big, 500, 1.0)};
    try {
      Samples.OF_PROCESS.end(samples[2]);
      Profile profile = take("mode=redirect", true).profile();
      assertThat(profile.sampling().liveSamples()).isEqualTo(2);
      assertThat(profile.stacks())
          .containsExactly(
              new StackCounts(big, frames(big), 2, 3, 2_500, 1, 2, 2_000),
              new StackCounts(small, frames(small), 1, 3, 30, 1, 3, 30));
      assertThat(profile.oldest())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("ageMillis")
          .containsExactly(new OldBlock(small, 1, 10, 0), new OldBlock(big, 0, 1_000, 0));
      assertThat(profile.stacks().get(0).frames().get(1))
          .as("one object for one line")
          .isSameAs(profile.stacks().get(1).frames().get(1));
    } finally {
      Samples.OF_PROCESS.end(samples[0]);
      Samples.OF_PROCESS.end(samples[1]);
    }
  }

  private static int sample(int site, long bytes, double weight) {
    StackTraceElement[] lines = {
      new StackTraceElement("a.Site" + site, "run", "Site.java", 7),
      new StackTraceElement("a.Main", "main", null, -2)
    };
    return Samples.OF_PROCESS.begin(Samples.OF_PROCESS.stack(site, lines, 2, false), bytes, weight);
  }

  private static List<Frame> frames(int site) {
    return List.of(
        new Frame("a.Site" + site, "run", "Site.java", 7), new Frame("a.Main", "main", null, -1));
  }

  @Test
  void shouldNameTheJdkAsTheRouteInObserve() throws OptionException {
    Sites.register(API, "a.Observed", "run", null, -1, "app");
    assertThat(take("mode=observe", true).sites())
        .isNotEmpty()
        .allSatisfy(site -> assertThat(site.route()).isEqualTo("jdk"));
  }

  @Test
  void shouldListAllSitesInOrder() throws OptionException {
    for (int line = 1; line <= 50; line++) {
      int id = Sites.register(API, "a.Sorted", "run", null, line, "app");
      new SiteTally(Sites.site(id)).allocated(line * 37 % 50);
    }
    List<SiteCounts> sites = take("mode=redirect", true).sites();
    assertThat(sites).hasSize(Sites.count()).isSortedAccordingTo(SiteOrder.INSTANCE);
  }

  @Test
  void shouldAddUpTotals() throws OptionException {
    Site site = Sites.site(Sites.register(API, "a.Total", "run", null, 1, "app"));
    new SiteTally(site).allocated(1_000_000);
    Snapshot snapshot = take("mode=redirect", true);
    Totals totals = snapshot.totals();
    assertThat(totals.liveBytes())
        .isEqualTo(snapshot.sites().stream().mapToLong(SiteCounts::liveBytes).sum());
    assertThat(totals.allocations())
        .isEqualTo(snapshot.sites().stream().mapToLong(SiteCounts::allocations).sum());
    assertThat(totals.peakLiveBytes()).isGreaterThanOrEqualTo(totals.liveBytes());
  }

  @Test
  void shouldSayWhereTheMemoryIs() throws OptionException {
    long small = TinyAlloc.malloc(100);
    long large = TinyAlloc.malloc(1 << 20);
    try {
      Snapshot snapshot = take("mode=redirect", true);
      Memory memory = snapshot.memory();
      assertThat(memory.largeBytes()).isGreaterThanOrEqualTo(1 << 20);
      assertThat(memory.committedBytes()).isEqualTo(TinyAlloc.stats().committedBytes());
      assertThat(snapshot.sizeClasses()).hasSize(44).contains(new SizeClass(112, 1, 1));
      long live =
          snapshot.sizeClasses().stream().mapToLong(c -> c.liveBlocks() * c.blockBytes()).sum();
      assertThat(live).isEqualTo(memory.liveBlockBytes()).isPositive();
    } finally {
      TinyAlloc.free(small);
      TinyAlloc.free(large);
    }
  }

  private static Snapshot take(String options, boolean coreInstalled) throws OptionException {
    AgentRun run = new AgentRun("0.1.0", System.nanoTime(), coreInstalled, 0, 0, 0, List.of());
    return SnapshotTaker.take(options(options), run);
  }

  private static Options options(String argument) throws OptionException {
    return Options.read(argument, new Properties(), Map.of());
  }
}
