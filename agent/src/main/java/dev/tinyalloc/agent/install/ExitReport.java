package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.ReportWriter;
import dev.tinyalloc.agent.rewrite.AllocationTransformer;

/** The shutdown hook that writes the report. A failure is a line on stderr, never more. */
final class ExitReport extends Thread {

  private final Options options;
  private final AllocationTransformer transformer;
  private final CurrentRun run;

  ExitReport(Options options, AllocationTransformer transformer, CurrentRun run) {
    super("tinyalloc-report");
    this.options = options;
    this.transformer = transformer;
    this.run = run;
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
      ReportWriter.write(options, run.get());
    } catch (Throwable e) {
      Console.error("the report could not be written: " + e);
    }
  }
}
