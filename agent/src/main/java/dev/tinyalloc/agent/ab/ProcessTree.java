package dev.tinyalloc.agent.ab;

import java.util.List;

/** Ends a process with all that it has started. */
final class ProcessTree {

  private static final int ROUNDS = 10;

  private ProcessTree() {}

  /**
   * Those that are started meanwhile are found in the next round. Does nothing to what has ended.
   */
  static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    Process unused = process.destroyForcibly();
    for (int i = 0; i < ROUNDS && !below.isEmpty(); i++) {
      below.forEach(ProcessHandle::destroyForcibly);
      below = below.stream().flatMap(ProcessHandle::descendants).toList();
    }
  }
}
