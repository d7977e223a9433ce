package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.hook.CallerHook;
import java.lang.instrument.Instrumentation;

/** Switches on what serves arenas, in this order; nothing here knows of buffers. */
final class ArenaStartup {

  private ArenaStartup() {}

  /** Throws where this JDK's arenas are not as we know them; they are the JDK's then. */
  static void run(Options options, ClassFilter filter, Instrumentation instrumentation)
      throws Throwable {
    BootInstaller.defineArenas();
    boolean all = options.servesAllCallers();
    if (all) {
      CallerHook.install(new StackSites(filter));
    }
    ArenaAdvice advice = new ArenaAdvice(all, filter, instrumentation.getAllLoadedClasses());
    advice.install(instrumentation);
    try {
      if (!Startup.isTested(Api.ARENA, options)) {
        ArenaSelfTest.run(all);
        Startup.passed(Api.ARENA, options);
      }
    } catch (Throwable e) {
      remove(advice, instrumentation, e);
      throw e;
    }
  }

  private static void remove(
      ArenaAdvice advice, Instrumentation instrumentation, Throwable reason) {
    try {
      advice.remove(instrumentation);
    } catch (Throwable e) {
      reason.addSuppressed(e);
    }
  }
}
