package dev.tinyalloc.agent.options;

/** Option {@code mode}: who serves the memory. */
public enum AgentMode {
  /** TinyAlloc serves it. */
  REDIRECT,
  /** The JDK serves it; statistics only. */
  OBSERVE,
  /** Nothing is instrumented. */
  OFF
}
