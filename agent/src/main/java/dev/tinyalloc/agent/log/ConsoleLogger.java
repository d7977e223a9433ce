package dev.tinyalloc.agent.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Puts SLF4J's messages on {@link Console}. Exceptions are named in the line, without a trace. */
final class ConsoleLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  ConsoleLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isErrorEnabled() {
    return Console.shows(LogLevel.ERROR);
  }

  @Override
  public boolean isWarnEnabled() {
    return Console.shows(LogLevel.WARN);
  }

  @Override
  public boolean isInfoEnabled() {
    return Console.shows(LogLevel.INFO);
  }

  @Override
  public boolean isDebugEnabled() {
    return Console.shows(LogLevel.DEBUG);
  }

  /** Never: there is no such level among the options. */
  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    Console.write(level(level), cause == null ? message : message + ": " + cause);
  }

  private static LogLevel level(Level level) {
    return switch (level) {
      case ERROR -> LogLevel.ERROR;
      case WARN -> LogLevel.WARN;
      case INFO -> LogLevel.INFO;
      case DEBUG, TRACE -> LogLevel.DEBUG;
    };
  }
}
