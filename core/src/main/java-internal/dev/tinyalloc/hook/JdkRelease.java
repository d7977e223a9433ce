package dev.tinyalloc.hook;

/**
 * What the cleaner of an observed buffer runs, once, where we took the JDK's steps ourselves: the
 * JDK's steps back, then counts.
 */
final class JdkRelease implements Runnable {

  /** Of the JDK's memory; 0 until there is some. */
  long address;

  private final int capacity;
  private final LaneTally tally;

  JdkRelease(int capacity, LaneTally tally) {
    this.capacity = capacity;
    this.tally = tally;
  }

  @Override
  public void run() {
    OwnBuffers.freeObserved(address, capacity);
    CountedRelease.count(tally, capacity);
  }
}
