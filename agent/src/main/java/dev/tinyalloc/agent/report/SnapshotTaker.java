package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.Profile.Series;
import dev.tinyalloc.agent.report.Snapshot.Agent;
import dev.tinyalloc.agent.report.Snapshot.Coverage;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.Program;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import dev.tinyalloc.sample.Samples;
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
    boolean redirects = options.mode() == AgentMode.REDIRECT;
    CoreReader core = new CoreReader();
    Memory memory = core.memory();
    List<SizeClass> sizeClasses = core.sizeClasses();
    // Before the sites: those of all stacks are among them then.
    SampleReader samples = new SampleReader(Samples.OF_PROCESS);
    HistoryReader history = HistoryReader.ofProcess();
    List<SiteCounts> sites = core.sites(redirects, history);
    Totals totals = Totals.of(sites, core.peakLiveBytes());
    Program program = program(run);
    Series series =
        history.series(System.nanoTime(), program.time(), totals, memory.committedBytes(), sites);
    return new Snapshot(
        program,
        agent(options, run),
        totals,
        memory,
        sizeClasses,
        sites,
        core.arenas(),
        new Profile(
            samples.sampling(),
            samples.stacks(),
            samples.oldest(),
            history.growth(),
            series,
            CallsReader.read(options)),
        coverage(run));
  }

  private static Snapshot withoutCore(Options options, AgentRun run) {
    return new Snapshot(
        program(run),
        agent(options, run),
        Totals.of(List.of(), 0),
        Memory.NONE,
        List.of(),
        List.of(),
        List.of(),
        Profile.NONE,
        coverage(run));
  }

  private static Agent agent(Options options, AgentRun run) {
    return new Agent(run.version(), options.mode(), options.asMap());
  }

  private static Coverage coverage(AgentRun run) {
    return new Coverage(
        run.rewrittenClasses(), run.rewrittenSites(), run.otherCallers(), run.missed());
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
