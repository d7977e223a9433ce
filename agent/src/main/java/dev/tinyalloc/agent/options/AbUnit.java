package dev.tinyalloc.agent.options;

/** Option {@code ab.unit}: what is assigned to an arm as a whole. */
public enum AbUnit {
  /** Each allocation. */
  CALL,
  /** All allocations of a line. */
  SITE,
  /** All allocations of a thread. */
  THREAD
}
