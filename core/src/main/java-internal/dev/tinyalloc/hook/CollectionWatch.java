package dev.tinyalloc.hook;

import jdk.internal.ref.Cleaner;

/** Runs soon after each collection, on the VM's Reference Handler. */
final class CollectionWatch implements Runnable {

  /** Whether the Java heap was too full to go on. For whoever looks at a heap dump. */
  @SuppressWarnings("unused")
  private boolean ended;

  /** Begins to watch; the next collection finds the object that nobody refers to. */
  void start() {
    Object unused = Cleaner.create(new Object(), this);
  }

  @Override
  public void run() {
    try {
      Reclaimer.collected();
      start();
    } catch (Throwable heapIsFull) {
      // The last figure stays. What left a cleaner would end the process.
      ended = true;
    }
  }
}
