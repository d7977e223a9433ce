package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.report.AgentRun;
import dev.tinyalloc.agent.rewrite.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What reports are told about this run of the agent, which begins when this is made. */
final class CurrentRun implements Supplier<AgentRun> {

  private static final String ENTRY_CLASS = "dev.tinyalloc.agent.TinyAllocAgent";

  private final long startNanos = System.nanoTime();

  @Override
  public AgentRun get() {
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
  static String version() {
    try {
      ClassLoader system = ClassLoader.getSystemClassLoader();
      Package entry = Class.forName(ENTRY_CLASS, false, system).getPackage();
      return String.valueOf(entry.getImplementationVersion());
    } catch (ClassNotFoundException e) {
      return "unknown";
    }
  }
}
