package dev.tinyalloc.agent.options;

/** Option {@code collapsed}: which bytes of a call stack are written. */
public enum StackBytes {
  /** All that it ever allocated. */
  ALLOCATED,
  /** What of that has not been freed. */
  LIVE
}
