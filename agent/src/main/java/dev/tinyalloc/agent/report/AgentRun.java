package dev.tinyalloc.agent.report;

import java.util.List;

/**
 * What the report must be told about this run of the agent.
 *
 * @param version version of the agent
 * @param startNanos {@code System.nanoTime()} when the agent was installed
 * @param coreInstalled whether the allocator and its hooks are in the boot loader; no class of
 *     theirs is touched where they are not
 * @param rewrittenClasses classes in which at least one call was redirected
 * @param rewrittenSites call instructions that were redirected
 * @param otherCallers sites that were found by a stack walk
 * @param missed classes that allocate and were left as they were against the user's wish
 */
public record AgentRun(
    String version,
    long startNanos,
    boolean coreInstalled,
    int rewrittenClasses,
    int rewrittenSites,
    int otherCallers,
    List<Missed> missed) {

  /** Keeps a copy of the list. */
  public AgentRun {
    missed = List.copyOf(missed);
  }

  /**
   * A class whose allocations are not counted.
   *
   * @param className binary name, with dots
   * @param loader name of its class loader, as at a site
   * @param reason one phrase for the user
   */
  public record Missed(String className, String loader, String reason) {}
}
