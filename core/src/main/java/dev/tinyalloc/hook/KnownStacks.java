package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackKey;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.sample.Stack;
import org.jspecify.annotations.Nullable;

/**
 * The call stacks that samples have met lately. Only what is not found here has its names read. Any
 * thread; where two meet, one's stack may be forgotten, and is read again.
 */
final class KnownStacks {

  private record Known(long hash, Stack stack) {}

  /** By the low bits of the hash. */
  private static final @Nullable Known[] KNOWN = new Known[1 << 10];

  private KnownStacks() {}

  /**
   * The stack of the calling thread, where {@code site} allocates.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   * @throws StackOverflowError likewise
   */
  static Stack ofCaller(int site) {
    StackKey key = Jdk.THUNKS.stackKey();
    if (key == null) {
      return stack(site, StackCapture.ofCaller());
    }
    int place = (int) key.hash() & (KNOWN.length - 1);
    Known known = KNOWN[place];
    if (known != null && known.hash == key.hash() && known.stack.site() == site) {
      return known.stack;
    }
    StackCapture capture = StackCapture.ofCaller();
    Stack stack = stack(site, capture);
    // Where the VM notes fewer frames, other stacks may have the same key.
    if (key.frames() >= capture.seen) {
      KNOWN[place] = new Known(key.hash(), stack);
    }
    return stack;
  }

  private static Stack stack(int site, StackCapture capture) {
    return Samples.OF_PROCESS.stack(site, capture.lines, capture.depth, capture.cut);
  }
}
