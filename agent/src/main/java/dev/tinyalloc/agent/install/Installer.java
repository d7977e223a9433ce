package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent to work, has it work by other options, and takes it out again. Called for each
 * {@code -javaagent}, each attach, and by the command line; one at a time.
 */
public final class Installer {

  /**
   * System property that says which mode the installed agent runs in. It also tells a second agent
   * that it comes too late, whichever jar or class loader it comes from.
   */
  static final String MARKER = "dev.tinyalloc.agent.mode";

  /** Argument of an attach that wants nothing but to be listened to. */
  private static final String LISTEN = "control";

  /** Of the first attach: each has its own, and only that which added a transformer removes it. */
  private static @Nullable Instrumentation instrumentation;

  private static @Nullable Installation current;

  /** The keys and values that {@link #current} was asked for. */
  private static String argument = "";

  private Installer() {}

  /** For {@code -javaagent}: what is wrong is a line on stderr, and the agent stays off. */
  public static synchronized void install(@Nullable String argument, Instrumentation given) {
    if (System.getProperty(MARKER) != null) {
      Console.warn("the agent is installed already; this one stays off");
      return;
    }
    keep(given);
    tryToChange(argument == null ? "" : argument);
  }

  /** For an attach: installs the agent, has it work by other options, or only has it listen. */
  public static synchronized void attach(@Nullable String argument, Instrumentation given) {
    keep(given);
    if (argument != null && argument.equals(LISTEN)) {
      Listening.begin();
    } else {
      tryToChange(argument == null ? "" : argument);
    }
  }

  private static void keep(Instrumentation given) {
    if (instrumentation == null) {
      instrumentation = given;
    }
  }

  private static void tryToChange(String wanted) {
    try {
      boolean unused = change(wanted);
    } catch (OptionException e) {
      Console.error(
          e.getMessage() + (current == null ? "; the agent stays off" : "; nothing has changed"));
    }
  }

  /**
   * Installs the agent, or has it work by other options. What {@code wanted} does not mention stays
   * as it was asked for before. With the mode {@code off} this is {@link #detach}.
   *
   * @return whether anything has changed
   * @throws OptionException on a mistake; nothing has changed then
   */
  static synchronized boolean change(String wanted) throws OptionException {
    String all = current == null || wanted.isEmpty() ? argument + wanted : argument + ',' + wanted;
    Options options = Options.read(all, System.getProperties(), System.getenv());
    Console.threshold(options.log());
    if (current != null && all.equals(argument)) {
      return false;
    }
    boolean wasThere = detach();
    if (options.mode() != AgentMode.OFF) {
      start(options, all);
    }
    return wasThere || current != null;
  }

  private static void start(Options options, String asked) {
    if (instrumentation == null) {
      throw new IllegalStateException("the JVM has not called the agent yet");
    }
    argument = asked;
    for (String notice : options.notices()) {
      Console.warn(notice);
    }
    System.setProperty(MARKER, String.valueOf(options.asMap().get("mode")));
    try {
      current = Installation.start(options, instrumentation);
    } catch (RuntimeException | Error e) {
      System.clearProperty(MARKER);
      throw e;
    }
  }

  /** Takes the agent out of the program, if it is there; what was handed out stays valid. */
  static synchronized boolean detach() {
    Installation stopped = current;
    if (stopped == null) {
      return false;
    }
    stopped.stop();
    current = null;
    argument = "";
    System.clearProperty(MARKER);
    return true;
  }

  /** The agent at work, or null. */
  static synchronized @Nullable Installation current() {
    return current;
  }
}
