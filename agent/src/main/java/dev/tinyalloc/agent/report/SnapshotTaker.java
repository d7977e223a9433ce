package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.Snapshot.Agent;
import dev.tinyalloc.agent.report.Snapshot.Coverage;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.Program;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Gathers a {@link Snapshot} of this process. */
final class SnapshotTaker {

  private static final String PROC_SELF = "/proc/self";

  private SnapshotTaker() {}

  static Snapshot take(Options options, AgentRun run) {
    return run.coreInstalled() ? withCore(options, run) : withoutCore(options, run);
  }

  private static Snapshot withCore(Options options, AgentRun run) {
    String route = options.mode() == AgentMode.REDIRECT ? "tinyalloc" : "jdk";
    CoreReader core = new CoreReader();
    List<SiteCounts> sites = core.sites(route);
    Totals totals = Totals.of(sites, core.peakLiveBytes());
    return snapshot(options, run, totals, core.memory(), core.sizeClasses(), sites, core.arenas());
  }

  private static Snapshot withoutCore(Options options, AgentRun run) {
    Totals none = Totals.of(List.of(), 0);
    return snapshot(options, run, none, Memory.NONE, List.of(), List.of(), List.of());
  }

  private static Snapshot snapshot(
      Options options,
      AgentRun run,
      Totals totals,
      Memory memory,
      List<SizeClass> sizeClasses,
      List<SiteCounts> sites,
      List<OpeningCounts> arenas) {
    Agent agent = new Agent(run.version(), options.mode(), options.asMap());
    Coverage coverage =
        new Coverage(
            run.rewrittenClasses(), run.rewrittenSites(), run.otherCallers(), run.missed());
    return new Snapshot(
        program(run), agent, totals, memory, sizeClasses, sites, arenas, Profile.NONE, coverage);
  }

  private static Program program(AgentRun run) {
    return new Program(
        programName(System.getProperty("sun.java.command", "")),
        pid(),
        Instant.ofEpochMilli(System.currentTimeMillis()),
        (System.nanoTime() - run.startNanos()) / 1_000_000,
        System.getProperty("java.runtime.version", "unknown"),
        System.getProperty("java.vendor", "unknown"));
  }

  /** The first word, without its path. What follows may be secret. */
  static String programName(String command) {
    int end = command.indexOf(' ');
    String first = end < 0 ? command : command.substring(0, end);
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /** The first use of {@link ProcessHandle} costs 10 ms and more, the link a tenth of one. */
  static long pid() {
    try {
      String name = new File(PROC_SELF).getCanonicalFile().getName();
      return Long.parseLong(name);
    } catch (IOException | NumberFormatException elsewhere) {
      return ProcessHandle.current().pid();
    }
  }
}
