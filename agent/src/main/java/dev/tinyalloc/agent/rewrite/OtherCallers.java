package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.hook.CallerHook;
import dev.tinyalloc.hook.ForeignHook;
import java.lang.instrument.Instrumentation;

/** Switches on what serves callers of buffers that have no rewritten call site. */
final class OtherCallers {

  private OtherCallers() {}

  /** Never throws: without these callers, rewritten ones are still served. */
  static void install(ClassFilter filter, Instrumentation instrumentation) {
    try {
      StackSites sites = new StackSites(filter);
      CallerHook.install(sites);
      ForeignHook.install(sites);
      BodyAdvice.install(instrumentation);
      SelfTest.runThroughBody();
    } catch (Throwable e) {
      Console.error(
          "only rewritten call sites are served, since other callers cannot be on this JVM ("
              + System.getProperty("java.runtime.version")
              + "): "
              + e
              + ". Please report this line; callers=sites silences it");
    }
  }
}
