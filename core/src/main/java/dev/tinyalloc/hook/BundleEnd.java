package dev.tinyalloc.hook;

import dev.tinyalloc.os.SpinLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done when no buffer of a {@link Bundle} is reachable any more: all blocks that
 * nobody has freed go back. Runs on the VM's Reference Handler.
 */
final class BundleEnd implements Runnable {

  private static final SpinLock LOCK = new SpinLock();

  /**
   * The list of all that have not run. It keeps their cleaners reachable, as the JDK's own list
   * does for its own; but behind no monitor, where a virtual thread would leave its carrier.
   */
  private static @Nullable BundleEnd first;

  private @Nullable BundleEnd next;
  private @Nullable BundleEnd previous;

  @SuppressWarnings("UnusedVariable") // only kept
  private @Nullable Object cleaner;

  /**
   * For each slot the block's address, or 0 where there is none, and behind it the site in the
   * upper, the capacity in the lower half.
   */
  final long[] blocks = new long[2 * Bundle.SLOTS];

  /** Enters the list, with the object that will run this. */
  void await(Object newCleaner) {
    cleaner = newCleaner;
    LOCK.lock();
    try {
      next = first;
      if (first != null) {
        first.previous = this;
      }
      first = this;
    } finally {
      LOCK.unlock();
    }
  }

  private void leave() {
    LOCK.lock();
    try {
      if (previous == null) {
        first = next;
      } else {
        previous.next = next;
      }
      if (next != null) {
        next.previous = previous;
      }
    } finally {
      LOCK.unlock();
    }
  }

  @Override
  public void run() {
    try {
      leave();
      freeAll();
    } catch (Throwable ours) {
      Complaint.NOT_FREED.say(ours);
    }
  }

  private void freeAll() {
    long freed = 0;
    for (int i = 0; i < blocks.length; i += 2) {
      long address = blocks[i];
      if (address != 0) {
        blocks[i] = 0;
        int capacity = (int) blocks[i + 1];
        BlockEnd.giveBack(address);
        Lane unused = BlockEnd.settle((int) (blocks[i + 1] >>> Integer.SIZE), capacity);
        freed += capacity;
      }
    }
    Reclaimer.broughtBack(freed);
  }
}
