package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.log.Loggers;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import java.lang.instrument.Instrumentation;

/** What happens at the first hit of an API, once. Loaded then, with all that it refers to. */
final class Startup {

  private Startup() {}

  /**
   * Installs the hooks, if they are not there, and what the API needs, and tests the rewriting;
   * throws where something does not work.
   */
  static void run(Api api, Options options, ClassFilter filter, Instrumentation instrumentation)
      throws Throwable {
    long start = System.nanoTime();
    BootInstaller.install(options, instrumentation);
    if (api == Api.ARENA) {
      ArenaStartup.run(options, filter, instrumentation);
    } else {
      buffers(options, filter, instrumentation);
    }
    if (Loggers.debugEnabled()) {
      long micros = (System.nanoTime() - start) / 1_000;
      Loggers.logger(Startup.class)
          .debug("hooks for {} installed and tested in {} µs", api, micros);
    }
  }

  private static void buffers(Options options, ClassFilter filter, Instrumentation instrumentation)
      throws Exception {
    SelfTest.run();
    if (options.mode() == AgentMode.REDIRECT) {
      adviseJdk(instrumentation);
    }
    if (options.servesAllCallers()) {
      OtherCallers.install(filter, instrumentation);
    }
  }

  /** What makes frees quicker and the pool's figures exact in a storm; both can be missed. */
  private static void adviseJdk(Instrumentation instrumentation) {
    try {
      instrumentation.redefineClasses(PoolAdvice.definition(), CleanerAdvice.definition());
    } catch (Throwable unknownJdk) {
      Console.warn("the direct buffer pool may lag on this JVM: " + unknownJdk);
    }
  }
}
