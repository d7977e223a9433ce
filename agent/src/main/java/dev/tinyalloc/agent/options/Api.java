package dev.tinyalloc.agent.options;

/** Option {@code apis}: what can be instrumented. */
public enum Api {
  /** {@code ByteBuffer.allocateDirect}. */
  BYTEBUFFER,
  /** {@code java.lang.foreign.Arena}; absent before JDK 22. */
  ARENA
}
