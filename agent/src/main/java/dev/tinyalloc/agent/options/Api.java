package dev.tinyalloc.agent.options;

/** Option {@code apis}: what can be instrumented. */
public enum Api {
  /** {@code ByteBuffer.allocateDirect}. */
  BYTEBUFFER,
  /** {@code java.lang.foreign.Arena}; accepted, not instrumented in this version. */
  ARENA
}
