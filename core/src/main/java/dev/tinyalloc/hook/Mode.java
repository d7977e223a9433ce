package dev.tinyalloc.hook;

/** Who serves the allocations that reach the hooks. */
public enum Mode {
  /** TinyAlloc serves them. */
  REDIRECT,
  /** The JDK serves them; they are counted. */
  OBSERVE,
  /** The JDK serves them; nothing is counted. */
  OFF
}
