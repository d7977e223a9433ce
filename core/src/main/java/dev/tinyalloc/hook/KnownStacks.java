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
    Stack known = key == null ? null : known(key.hash(), site);
    return known != null ? known : met(site, StackCapture.ofCaller(), key);
  }

  private static @Nullable Stack known(long hash, int site) {
    Known known = KNOWN[place(hash)];
    return known != null && known.hash == hash && known.stack.site() == site ? known.stack : null;
  }

  private static Stack met(int site, StackCapture capture, @Nullable StackKey key) {
    Stack stack = Samples.OF_PROCESS.stack(site, capture.lines, capture.depth, capture.cut);
    // Where the VM notes fewer frames, other stacks may have the same key.
    if (key != null && key.frames() >= capture.seen) {
      KNOWN[place(key.hash())] = new Known(key.hash(), stack);
    }
    return stack;
  }

  private static int place(long hash) {
    return (int) hash & (KNOWN.length - 1);
  }
}
