package dev.tinyalloc.agent.rewrite;

import java.nio.ByteBuffer;

/**
 * What the self-test calls: one ordinary call, once rewritten and once, by way of the method's
 * body, as it is.
 */
final class Probe {

  private Probe() {}

  static ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }
}
