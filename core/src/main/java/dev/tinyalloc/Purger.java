package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives back what nobody uses: a quiet daemon, started with the first memory worth giving back.
 *
 * <p>Once every {@code purge.delay} it goes through the heaps in which nobody has allocated since
 * its last round, and trims those that have something to give; then it decommits the segments that
 * have been empty for a whole round. So memory goes back two to three delays after its last use,
 * without a call from the program.
 */
final class Purger implements Runnable {

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  /** One round at a time: who comes second may count on what the first gives back. */
  private static final SpinLock LOCK = new SpinLock();

  private Purger() {}

  /** Starts the daemon at the first call; its failure to start is nobody's failure. */
  static void start() {
    if (Settings.purgeDelayMillis() > 0
        && !STARTED.getPlain()
        && STARTED.compareAndSet(false, true)) {
      try {
        Os.startDaemon("tinyalloc-purger", new Purger());
      } catch (Throwable noThread) {
        STARTED.set(false);
      }
    }
  }

  /** Trims all heaps and decommits all that is empty, now. Returns the bytes given back. */
  static long purge() {
    LOCK.lock();
    try {
      for (Heap heap : Heaps.all()) {
        heap.trimNow();
      }
      return GlobalArena.purge() + LargeBlocks.purge();
    } finally {
      LOCK.unlock();
    }
  }

  @Override
  public void run() {
    while (true) {
      // Somebody may interrupt every thread there is; a pause would end at once from then on.
      boolean unused = Thread.interrupted();
      Os.CURRENT.pause(Math.max(1, Settings.purgeDelayMillis()) * 1_000_000);
      roundOrNone();
    }
  }

  /** Where a round fails, for want of memory say, the next one tries again. */
  private static void roundOrNone() {
    try {
      round();
    } catch (Throwable ours) {
      Os.CURRENT.pause(1_000_000);
    }
  }

  private static void round() {
    LOCK.lock();
    try {
      for (Heap heap : Heaps.all()) {
        heap.trimIfIdle();
      }
      GlobalArena.purgeCooled();
      LargeBlocks.purgeCooled();
    } finally {
      LOCK.unlock();
    }
  }
}
