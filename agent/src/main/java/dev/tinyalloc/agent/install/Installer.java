package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.rewrite.AllocationTransformer;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Puts the agent to work. Called once for each {@code -javaagent} and each attach. */
public final class Installer {

  /**
   * System property that says which mode the installed agent runs in. It also tells a second agent
   * that it comes too late, whichever jar or class loader it comes from.
   */
  static final String MARKER = "dev.tinyalloc.agent.mode";

  private Installer() {}

  /** Installs the agent, unless the options are wrong, say {@code off}, or it is there already. */
  public static void install(@Nullable String argument, Instrumentation instrumentation) {
    try {
      Options options = Options.read(argument, System.getProperties(), System.getenv());
      Console.threshold(options.log());
      if (options.mode() != AgentMode.OFF) {
        install(options, instrumentation);
      }
    } catch (OptionException e) {
      Console.error(e.getMessage() + "; the agent stays off");
    }
  }

  private static void install(Options options, Instrumentation instrumentation) {
    String mode = options.asMap().get("mode");
    if (System.getProperties().putIfAbsent(MARKER, String.valueOf(mode)) != null) {
      Console.warn("the agent is installed already; this one stays off");
      return;
    }
    for (String notice : options.notices()) {
      Console.warn(notice);
    }
    AllocationTransformer transformer = new AllocationTransformer(options, instrumentation);
    instrumentation.addTransformer(transformer, true);
    CurrentRun run = new CurrentRun();
    Outputs outputs = new Outputs(options, instrumentation, run);
    instrumentation.addTransformer(outputs, true);
    LoadedClasses.retransform(transformer, outputs, instrumentation);
    if (!options.reports().isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new ExitReport(options, transformer, run));
    }
    outputs.start();
  }
}
