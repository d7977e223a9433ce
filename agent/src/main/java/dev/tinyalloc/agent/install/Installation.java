package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.SnapshotSource;
import dev.tinyalloc.agent.rewrite.AllocationTransformer;
import dev.tinyalloc.agent.rewrite.Coverage;
import dev.tinyalloc.agent.rewrite.Restoration;
import java.lang.instrument.Instrumentation;

/**
 * The agent at work, from its installation until it is detached. What it has handed out, its
 * classes in the boot loader and its counts outlive it: the next one goes on with them.
 */
final class Installation {

  private final Options options;
  private final Instrumentation instrumentation;
  private final AllocationTransformer transformer;
  private final CurrentRun run = new CurrentRun();
  private final Outputs outputs;
  private final ExitReport exitReport;

  private Installation(Options options, Instrumentation instrumentation) {
    this.options = options;
    this.instrumentation = instrumentation;
    transformer = new AllocationTransformer(options, instrumentation);
    outputs = new Outputs(options, instrumentation, run);
    exitReport = new ExitReport(options, transformer, run);
  }

  /** Has classes rewritten from now on, and those that are loaded. */
  static Installation start(Options options, Instrumentation instrumentation) {
    Installation started = new Installation(options, instrumentation);
    started.start();
    return started;
  }

  private void start() {
    instrumentation.addTransformer(transformer, true);
    instrumentation.addTransformer(outputs, true);
    LoadedClasses.retransform(transformer, outputs, instrumentation);
    ForkReport fork = ForkReport.ofProcess();
    if (fork != null) {
      Runtime.getRuntime().addShutdownHook(fork);
    }
    if (!options.reports().isEmpty()) {
      Runtime.getRuntime().addShutdownHook(exitReport);
    }
    outputs.start();
  }

  /**
   * Gives the program its own code back. Buffers and arenas that were handed out stay valid, and
   * are freed as they would have been. Never throws.
   */
  void stop() {
    transformer.stop();
    boolean unused = instrumentation.removeTransformer(transformer);
    unused = instrumentation.removeTransformer(outputs);
    // Code of ours that still runs leads to the JDK from here on.
    if (BootInstaller.installed()) {
      BootInstaller.pause();
      Restoration.run(instrumentation);
    }
    Coverage.reset();
    outputs.stop();
    removeExitReport();
  }

  private void removeExitReport() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(exitReport);
    } catch (IllegalStateException shuttingDown) {
      // It is being written.
      return;
    }
  }

  Options options() {
    return options;
  }

  SnapshotSource source() {
    return new SnapshotSource(options, run);
  }

  /** Has our events in recordings that are made from now on. */
  void readyToRecord() {
    outputs.readyToRecord();
  }

  /** The calling thread is at work for the agent until it ends. */
  void ignoreThisThread() {
    transformer.ignoreThisThread();
    if (BootInstaller.installed()) {
      IgnoredThread.begin();
    }
  }
}
