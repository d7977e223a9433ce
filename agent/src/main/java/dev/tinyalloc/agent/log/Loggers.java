package dev.tinyalloc.agent.log;

import org.slf4j.Logger;

/** Where the agent's classes get their loggers. */
public final class Loggers {

  private Loggers() {}

  /** Whether debug messages are shown; asks without loading SLF4J. */
  public static boolean debugEnabled() {
    return Console.shows(LogLevel.DEBUG);
  }

  /**
   * A logger for {@code type}. Not by way of {@code LoggerFactory}: that reads system properties
   * which the application may have set for its own SLF4J.
   */
  public static Logger logger(Class<?> type) {
    return new ConsoleLogger(type.getName());
  }
}
