package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Snapshot.Agent;
import dev.tinyalloc.agent.report.Snapshot.Coverage;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.Program;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Times;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Snapshots for tests. */
final class Snapshots {

  static final Memory MEMORY =
      new Memory(64L << 20, 1_374_000, 3_250_000, 11_104_640, 1 << 20, 139_264, 0, 70_000);

  private static final Program PROGRAM =
      new Program(4242, Instant.parse("2026-01-02T03:04:05.678Z"), 3_214, "25.0.3+9", "Acme");

  private Snapshots() {}

  static Snapshot of(SiteCounts... sites) {
    return of(AgentMode.REDIRECT, MEMORY, List.of(sites));
  }

  static Snapshot of(AgentMode mode, Memory memory, List<SiteCounts> sites) {
    return of(mode, memory, sites, List.of());
  }

  static Snapshot of(
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
        new Coverage(3, 7, 2, missed));
  }

  /** With one line that opens arenas, and nothing else. */
  static Snapshot of(OpeningCounts opening) {
    Snapshot none = of();
    return new Snapshot(
        none.program(),
        none.agent(),
        none.totals(),
        none.memory(),
        none.sizeClasses(),
        none.sites(),
        List.of(opening),
        none.coverage());
  }

  /** A line that opens confined arenas, with two segments of 768 bytes each. */
  static OpeningCounts opening(int id, long opened, long closed, long neverClosed) {
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

  /** A site whose file is named like its class. */
  static SiteCounts site(int id, String className, String method, int line) {
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
        0);
  }

  /** The same place with counts; its peak is what is live now. */
  static SiteCounts counted(
      SiteCounts place, long allocations, long allocatedBytes, long frees, long freedBytes) {
    return counted(
        place, allocations, allocatedBytes, frees, freedBytes, allocatedBytes - freedBytes);
  }

  static SiteCounts counted(
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
        allocations / 10);
  }

  /** A site with any names and any plausible counts. */
  static SiteCounts random(Random random, int id) {
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
            0);
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
