package dev.tinyalloc.agent.options;

/** Option {@code mode}: who serves the memory. */
public enum AgentMode {
  /** TinyAlloc serves it. */
  REDIRECT,
  /** The JDK serves it; statistics only. */
  OBSERVE,
  /** Both serve, each a part; see options {@code ab.*}. */
  AB,
  /** Nothing is instrumented. */
  OFF
}
