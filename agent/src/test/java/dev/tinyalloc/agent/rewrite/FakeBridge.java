package dev.tinyalloc.agent.rewrite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stands in for the bridge in java.nio, which only the agent can define. */
public final class FakeBridge {

  /** "capacity:site" of each call. */
  static final List<String> CALLS = new ArrayList<>();

  private FakeBridge() {}

  public static ByteBuffer allocateDirect(int capacity, int site) {
    CALLS.add(capacity + ":" + site);
    return ByteBuffer.allocate(capacity);
  }

  /** What a method reference leads to. */
  public static ByteBuffer allocateDirect(int capacity) {
    return allocateDirect(capacity, 0);
  }
}
