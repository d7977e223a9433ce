package dev.tinyalloc.agent.rewrite;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;

/**
 * What the self-test of arenas calls: ordinary calls, once rewritten and once, by way of the
 * methods' bodies, as they are. Looks at memory through buffers: the first variable handle in a
 * process would cost tens of milliseconds.
 */
final class ArenaProbe {

  private static final int BYTES = 48;
  private static final int ALIGNMENT = 16;
  private static final int NO_ALIGNMENT = 3;

  private ArenaProbe() {}

  /**
   * Opens an arena, allocates, and closes it.
   *
   * @param kind {@code confined}, {@code shared} or {@code auto}
   * @param isRight says of an address whether the right one owns it
   * @throws IllegalStateException if anything is not as the JDK's
   */
  static void use(String kind, LongPredicate isRight) {
    Arena arena = open(kind);
    refuses(arena);
    if (kind.equals("auto")) {
      // What it holds would count as direct memory until a collection.
      return;
    }
    try {
      MemorySegment first = arena.allocate(BYTES);
      check(first);
      MemorySegment second = arena.allocate(BYTES, ALIGNMENT);
      check(second);
      require(second.address() != first.address(), "addresses");
      require(isRight.test(first.address()), "owner");
      ByteBuffer buffer = first.asByteBuffer();
      arena.close();
      refuses(buffer);
    } catch (OutOfMemoryError limit) {
      // Used up already: that is the program's affair.
      return;
    }
  }

  // Who has asked closes it, unless it is one that nobody can close.
  @SuppressWarnings("MustBeClosedChecker")
  private static Arena open(String kind) {
    return switch (kind.charAt(0)) {
      case 'c' -> Arena.ofConfined();
      case 's' -> Arena.ofShared();
      default -> Arena.ofAuto();
    };
  }

  private static void check(MemorySegment segment) {
    require(segment.byteSize() == BYTES, "size");
    require(segment.isNative() && segment.scope().isAlive(), "state");
    ByteBuffer buffer = segment.asByteBuffer();
    for (int i = 0; i < BYTES; i++) {
      require(buffer.get(i) == 0, "content");
      buffer.put(i, (byte) -1);
    }
  }

  /** What is refused takes the JDK's own road. */
  private static void refuses(Arena arena) {
    boolean refused = false;
    try {
      arena.allocate(BYTES, NO_ALIGNMENT);
    } catch (IllegalArgumentException expected) {
      refused = true;
    }
    require(refused, "alignment");
  }

  private static void refuses(ByteBuffer closed) {
    boolean refused = false;
    try {
      closed.get(0);
    } catch (IllegalStateException expected) {
      refused = true;
    }
    require(refused, "end");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("the probe's arena has the wrong " + what);
    }
  }
}
