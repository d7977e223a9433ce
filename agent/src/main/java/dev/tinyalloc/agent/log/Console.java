package dev.tinyalloc.agent.log;

/** Writes the agent's own messages to stderr. Any thread; never throws. */
public final class Console {

  private static final String PREFIX = "tinyalloc: ";

  private static volatile LogLevel threshold = LogLevel.WARN;

  private Console() {}

  /** Messages less important than {@code level} are dropped from now on. */
  public static void threshold(LogLevel level) {
    threshold = level;
  }

  /** Whether a message of this level is shown. */
  public static boolean shows(LogLevel level) {
    return level.compareTo(threshold) <= 0;
  }

  /** Says that something the user asked for does not happen. */
  public static void error(String message) {
    write(LogLevel.ERROR, message);
  }

  /** Says that something happens otherwise than the user may expect. */
  public static void warn(String message) {
    write(LogLevel.WARN, message);
  }

  /** Writes {@code message} as one line if the threshold lets it pass. */
  static void write(LogLevel level, String message) {
    if (shows(level)) {
      // One call: lines of several threads must not mix.
      System.err.println(PREFIX.concat(message));
    }
  }
}
