package dev.tinyalloc;

/**
 * A few heaps that virtual threads share where the JVM does not tell them their carriers: outside
 * the agent, without the JDK's internals. Each has a lock; a million virtual threads make no more
 * of them.
 */
final class Stripes {

  private static final Heap[] HEAPS = heaps();

  private Stripes() {}

  /** The heap for the calling virtual thread; the same one every time. */
  static Heap current() {
    return HEAPS[Thread.currentThread().hashCode() & (HEAPS.length - 1)];
  }

  private static Heap[] heaps() {
    int processors = Runtime.getRuntime().availableProcessors();
    Heap[] heaps = new Heap[Integer.highestOneBit(2 * processors - 1)];
    for (int i = 0; i < heaps.length; i++) {
      heaps[i] = Heaps.create(true);
    }
    return heaps;
  }
}
