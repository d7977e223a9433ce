package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.history.History;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.agent.report.Profile.Frame;
import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.OldBlock;
import dev.tinyalloc.agent.report.Profile.Point;
import dev.tinyalloc.agent.report.Profile.Sampling;
import dev.tinyalloc.agent.report.Profile.Series;
import dev.tinyalloc.agent.report.Profile.SiteSeries;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot.Agent;
import dev.tinyalloc.agent.report.Snapshot.Coverage;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.Program;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Times;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Snapshots for tests. */
public final class Snapshots {

  public static final Memory MEMORY =
      new Memory(64L << 20, 1_374_000, 3_250_000, 11_104_640, 1 << 20, 139_264, 0, 70_000);

  private static final Program PROGRAM =
      new Program(
          "com.example.Main",
          4242,
          Instant.parse("2026-01-02T03:04:05.678Z"),
          3_214,
          "25.0.3+9",
          "Acme");

  private Snapshots() {}

  public static Snapshot of(SiteCounts... sites) {
    return of(AgentMode.REDIRECT, MEMORY, List.of(sites));
  }

  public static Snapshot of(AgentMode mode, Memory memory, List<SiteCounts> sites) {
    return of(mode, memory, sites, List.of());
  }

  public static Snapshot of(
      AgentMode mode, Memory memory, List<SiteCounts> sites, List<AgentRun.Missed> missed) {
    List<SiteCounts> sorted = new ArrayList<>(sites);
    sorted.sort(SiteOrder.INSTANCE);
    return new Snapshot(
        PROGRAM,
        new Agent("0.1.0", mode, Map.of("report.file", "C:\\dir \"x\"\n")),
        Totals.of(sorted, 0),
        memory,
        List.of(new SizeClass(8, 0, 0), new SizeClass(16, 3, 1_000_000_000_000L)),
        sorted,
        List.of(),
        Profile.NONE,
        new Coverage(3, 7, 2, missed));
  }

  /** With one line that opens arenas, and nothing else. */
  public static Snapshot of(OpeningCounts opening) {
    Snapshot none = of();
    return new Snapshot(
        none.program(),
        none.agent(),
        none.totals(),
        none.memory(),
        none.sizeClasses(),
        none.sites(),
        List.of(opening),
        none.profile(),
        none.coverage());
  }

  /** With all that samples and time tell; {@code sites} as they are given, two of them at least. */
  public static Snapshot profiled(SiteCounts first, SiteCounts second, SiteCounts... others) {
    List<SiteCounts> sites = new ArrayList<>(List.of(others));
    sites.add(first);
    sites.add(second);
    Snapshot plain = of(AgentMode.REDIRECT, MEMORY, sites);
    return new Snapshot(
        plain.program(),
        plain.agent(),
        plain.totals(),
        plain.memory(),
        plain.sizeClasses(),
        plain.sites(),
        List.of(opening(1, 10, 7, 2)),
        profile(first, second),
        plain.coverage());
  }

  /** {@code first} has two stacks, and grows; {@code second} has one, which found no room. */
  private static Profile profile(SiteCounts first, SiteCounts second) {
    Frame own = new Frame(first.className(), first.method(), first.file(), first.line());
    Frame near = new Frame("com.example.Service", "serve", "Service.java", 7);
    Frame far = new Frame("com.example.Main", "main", null, -1);
    return new Profile(
        new Sampling(512 << 10, 9, 4, 1),
        List.of(
            new StackCounts(first.id(), List.of(own, near, far), 4, 40.5, 4096.25, 2, 20, 2048),
            new StackCounts(first.id(), List.of(own, far), 3, 30, 3072, 1, 10, 1024),
            new StackCounts(second.id(), List.of(), 2, 20, 2048, 1, 1.5, 512)),
        List.of(new OldBlock(first.id(), 1, 1024, 61_000), new OldBlock(second.id(), 2, 64, 5)),
        List.of(new Growth(first.id(), 1234.5, 1000, 1500, 0.999, 60_000)),
        series(first),
        Calls.NONE);
  }

  /**
   * Of a program with {@code siteCount} busy sites of four sizes each, one after the other, with
   * levels as they were in {@code history} until {@code nanos}, and with as many deep stacks as a
   * report takes.
   */
  public static Snapshot busy(int siteCount, History history, long nanos) {
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= siteCount; id++) {
      SiteCounts place = busy(site(id, "com.example.shop.Service" + id, "handle", id));
      sites.add(counted(place, 1_000_000L + id, 400_000_000L + id, 999_000, 399_000_000 + id / 2));
    }
    Snapshot plain = of(AgentMode.REDIRECT, MEMORY, sites);
    HistoryReader reader = new HistoryReader(history);
    Series series =
        reader.series(
            nanos, PROGRAM.time(), plain.totals(), MEMORY.committedBytes(), plain.sites());
    return new Snapshot(
        plain.program(),
        plain.agent(),
        plain.totals(),
        plain.memory(),
        plain.sizeClasses(),
        plain.sites(),
        plain.arenas(),
        new Profile(
            new Sampling(512 << 10, 2_000_000, 50_000, 0),
            deepStacks(siteCount),
            List.of(new OldBlock(1, 0, 64, 600_000_000), new OldBlock(2, 1_999, 64, 1)),
            reader.growth(),
            series,
            Calls.NONE),
        plain.coverage());
  }

  private static List<StackCounts> deepStacks(int siteCount) {
    List<StackCounts> stacks = new ArrayList<>();
    for (int at = 0; at < SampleReader.MAX_STACKS; at++) {
      List<Frame> frames = new ArrayList<>();
      for (int depth = 0; depth < 40; depth++) {
        frames.add(new Frame("com.example.Layer" + depth, "call" + at, "Layer.java", at));
      }
      stacks.add(new StackCounts(1 + at % siteCount, frames, 1_000, 5e5, 2e8, 25, 1e4, 5e6 - at));
    }
    return stacks;
  }

  private static Series series(SiteCounts site) {
    Instant start = Instant.parse("2026-01-02T03:04:00Z");
    return new Series(
        List.of(
            new Point(start, 100, 4096, 100), new Point(start.plusSeconds(10), 300, 8192, 1_000)),
        List.of(new SiteSeries(site.id(), List.of(100L, 200L), List.of(100L, 900L))));
  }

  /** A line that opens confined arenas, with two segments of 768 bytes each. */
  public static OpeningCounts opening(int id, long opened, long closed, long neverClosed) {
    return new OpeningCounts(
        id,
        "confined",
        "com.example.Main",
        "run",
        "Main.java",
        42,
        "app",
        opened,
        closed,
        neverClosed,
        2 * closed,
        1536 * closed,
        new Times(12_345, 20_000, 30_000, 40_000),
        new Times(100, 200, 300, 400));
  }

  /** A site whose class says neither file nor line. */
  public static SiteCounts nowhere() {
    return new SiteCounts(
        1,
        "api",
        "a.B",
        "run",
        null,
        -1,
        "boot",
        "jdk",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        Lifetimes.NONE,
        null);
  }

  /** A site whose file is named like its class. */
  public static SiteCounts site(int id, String className, String method, int line) {
    String simpleName = className.substring(className.lastIndexOf('.') + 1);
    String file = simpleName.replaceAll("[$].*", "") + ".java";
    return new SiteCounts(
        id,
        "ByteBuffer.allocateDirect",
        className,
        method,
        file,
        line,
        "app",
        "tinyalloc",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        Lifetimes.NONE,
        null);
  }

  /** The same place with counts; its peak is what is live now. */
  public static SiteCounts counted(
      SiteCounts place, long allocations, long allocatedBytes, long frees, long freedBytes) {
    return counted(
        place, allocations, allocatedBytes, frees, freedBytes, allocatedBytes - freedBytes);
  }

  public static SiteCounts counted(
      SiteCounts place,
      long allocations,
      long allocatedBytes,
      long frees,
      long freedBytes,
      long peakLiveBytes) {
    return new SiteCounts(
        place.id(),
        place.api(),
        place.className(),
        place.method(),
        place.file(),
        place.line(),
        place.loader(),
        place.route(),
        allocations,
        allocatedBytes,
        frees,
        freedBytes,
        peakLiveBytes,
        allocatedBytes + 16 * allocations,
        allocations / 10,
        place.sizes(),
        place.lifetimes(),
        place.estimate());
  }

  /** The same place, with requests of four sizes and with lifetimes. */
  public static SiteCounts busy(SiteCounts place) {
    return new SiteCounts(
        place.id(),
        place.api(),
        place.className(),
        place.method(),
        place.file(),
        place.line(),
        place.loader(),
        place.route(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(
            new SizeCount(256, 500_000),
            new SizeCount(512, 300_000),
            new SizeCount(1_024, 150_000),
            new SizeCount(16_384, 50_000)),
        new Lifetimes(90, 120, 1_500, 20_000, 300_000),
        null);
  }

  /** A site with any names and any plausible counts. */
  public static SiteCounts random(Random random, int id) {
    long allocations = 1 + number(random);
    long allocatedBytes = number(random);
    SiteCounts place =
        new SiteCounts(
            id,
            "ByteBuffer.allocateDirect",
            name(random),
            name(random),
            random.nextInt(4) == 0 ? null : name(random),
            random.nextInt(4) == 0 ? -1 : random.nextInt(70_000),
            name(random),
            "jdk",
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(new SizeCount(64, allocations / 2), new SizeCount(128, number(random))),
            new Lifetimes(number(random), 1, 22, 333, number(random)),
            random.nextBoolean() ? null : new Estimate(number(random), 5, 0.5));
    long share = random.nextInt(5);
    return counted(
        place,
        allocations,
        allocatedBytes,
        allocations / 4 * share,
        allocatedBytes / 4 * share,
        number(random));
  }

  /** Of any magnitude; a hundred of them do not overflow. */
  private static long number(Random random) {
    return random.nextLong() >>> (8 + random.nextInt(56));
  }

  /** The JSON report, as it is written to a file. */
  public static String json(Snapshot snapshot) throws IOException {
    StringWriter out = new StringWriter();
    JsonReport.write(snapshot, out);
    return out.toString();
  }

  /** The page. */
  public static String html(Snapshot snapshot) throws IOException {
    StringWriter out = new StringWriter();
    HtmlReport.write(snapshot, out);
    return out.toString();
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int length = random.nextInt(10) == 0 ? random.nextInt(10_000) : random.nextInt(60);
    int alphabet = random.nextInt(4);
    while (name.length() < length) {
      switch (alphabet) {
        case 0 -> name.append((char) ('a' + random.nextInt(26)));
        case 1 -> name.append("ab$.Z_".charAt(random.nextInt(6)));
        case 2 -> name.append((char) random.nextInt(0x300));
        default -> name.append((char) random.nextInt(0x10000));
      }
    }
    return name.toString();
  }
}
