package dev.tinyalloc.agent.install;

import dev.tinyalloc.hook.CallerHook;

/** Keeps what the agent itself allocates out of the report. Loaded only if the hooks are there. */
final class IgnoredThread {

  private IgnoredThread() {}

  /** The calling thread allocates by the JDK, uncounted, until it ends. */
  static void begin() {
    CallerHook.ignoreThisThread();
  }
}
