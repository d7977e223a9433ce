package dev.tinyalloc.agent.log;

/** Option {@code log}: the least important messages that are still shown. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}
