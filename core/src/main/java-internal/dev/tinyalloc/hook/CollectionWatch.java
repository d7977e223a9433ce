package dev.tinyalloc.hook;

import jdk.internal.ref.Cleaner;

/** Runs soon after each collection, on the VM's Reference Handler. */
final class CollectionWatch implements Runnable {

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
      Complaint.sayQuietly("collections are not followed any more", heapIsFull);
    }
  }
}
