package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.Options;
import java.util.function.Supplier;

/** Where outputs of a running program get their figures from. Any thread. */
public final class SnapshotSource {

  private final Options options;
  private final Supplier<AgentRun> run;

  /** Asks {@code run} anew for each snapshot. */
  public SnapshotSource(Options options, Supplier<AgentRun> run) {
    this.options = options;
    this.run = run;
  }

  /** This process as it is now. Costs some 100 ns for each site and thread that uses it. */
  public Snapshot now() {
    return SnapshotTaker.take(options, run.get());
  }

  /** Whether the allocator is there; before that, nothing may touch {@code core}. */
  public boolean hasAllocator() {
    return run.get().coreInstalled();
  }
}
