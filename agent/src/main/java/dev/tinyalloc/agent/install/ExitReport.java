package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.AgentRun;
import dev.tinyalloc.agent.report.ReportWriter;
import dev.tinyalloc.agent.rewrite.AllocationTransformer;
import dev.tinyalloc.agent.rewrite.Coverage;
import java.util.ArrayList;
import java.util.List;

/** The shutdown hook that writes the report. A failure is a line on stderr, never more. */
final class ExitReport extends Thread {

  private static final String ENTRY_CLASS = "dev.tinyalloc.agent.TinyAllocAgent";

  private final Options options;
  private final AllocationTransformer transformer;
  private final long startNanos = System.nanoTime();

  ExitReport(Options options, AllocationTransformer transformer) {
    super("tinyalloc-report");
    this.options = options;
    this.transformer = transformer;
    // A class loader of the application must not stay reachable through this thread.
    setContextClassLoader(ExitReport.class.getClassLoader());
  }

  @Override
  public void run() {
    try {
      // Writing a file loads classes of the JDK that allocate: too late to switch anything on.
      transformer.ignoreThisThread();
      if (BootInstaller.installed()) {
        LeakedArenas.find();
      }
      ReportWriter.write(options, agentRun());
    } catch (Throwable e) {
      Console.error("the report could not be written: " + e);
    }
  }

  private AgentRun agentRun() {
    List<AgentRun.Missed> missed = new ArrayList<>();
    for (Coverage.Missed one : Coverage.missed()) {
      missed.add(new AgentRun.Missed(one.className(), one.loader(), one.reason()));
    }
    return new AgentRun(
        version(),
        startNanos,
        BootInstaller.installed(),
        Coverage.rewrittenClasses(),
        Coverage.rewrittenSites(),
        Coverage.otherCallers(),
        missed);
  }

  /** From the jar's manifest, which the system class loader reads for the entry class. */
  private static String version() {
    try {
      ClassLoader system = ClassLoader.getSystemClassLoader();
      Package entry = Class.forName(ENTRY_CLASS, false, system).getPackage();
      return String.valueOf(entry.getImplementationVersion());
    } catch (ClassNotFoundException e) {
      return "unknown";
    }
  }
}
