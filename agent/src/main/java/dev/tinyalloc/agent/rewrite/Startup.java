package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.log.Loggers;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Api;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.policy.Policies;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;

/** What happens at the first hit of an API, once. Loaded then, with all that it refers to. */
final class Startup {

  /** What has passed its test in this process: an API in a mode. */
  private static final Set<String> TESTED = new HashSet<>();

  private Startup() {}

  /**
   * Installs the hooks, if they are not there, and what the API needs, and tests the rewriting;
   * throws where something does not work.
   */
  static void run(Api api, Options options, ClassFilter filter, Instrumentation instrumentation)
      throws Throwable {
    long start = System.nanoTime();
    BootInstaller.install(options, instrumentation);
    if (options.mode() == AgentMode.OBSERVE) {
      Policies.beforeRedirection(new LatePreparation(options, instrumentation));
    }
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

  /** Whether the API has passed its test: what was detached and comes again needs none. */
  static boolean isTested(Api api, Options options) {
    return TESTED.contains(subject(api, options));
  }

  static void passed(Api api, Options options) {
    TESTED.add(subject(api, options));
  }

  private static String subject(Api api, Options options) {
    return api + " " + options.mode() + " " + options.servesAllCallers();
  }

  private static void buffers(Options options, ClassFilter filter, Instrumentation instrumentation)
      throws Exception {
    if (!isTested(Api.BYTEBUFFER, options)) {
      SelfTest.run();
      passed(Api.BYTEBUFFER, options);
    }
    if (options.mode() != AgentMode.OBSERVE || options.timedOneIn() > 0) {
      adviseJdk(instrumentation);
    }
    if (options.servesAllCallers()) {
      OtherCallers.install(filter, instrumentation);
    }
  }

  /** What makes frees quicker and the pool's figures exact in a storm; both can be missed. */
  static void adviseJdk(Instrumentation instrumentation) {
    try {
      JdkChanges.apply(instrumentation, PoolAdvice.definition(), CleanerAdvice.definition());
    } catch (Throwable unknownJdk) {
      Console.warn("the direct buffer pool may lag on this JVM: " + unknownJdk);
    }
  }
}
