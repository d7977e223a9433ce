package dev.tinyalloc.agent.rewrite;

import java.nio.ByteBuffer;

/**
 * What the self-test rewrites: one ordinary call. Its class file is read, it is never loaded here.
 */
final class Probe {

  private Probe() {}

  static ByteBuffer allocate(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }
}
