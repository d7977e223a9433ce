package dev.tinyalloc.hook;

import org.jspecify.annotations.Nullable;

/**
 * Times frees that a thread of the program asks for, while there is a {@link Trial}. The buffers of
 * the JDK are timed from the call of their cleaner to the end of its action, since the JDK's own
 * work lies between the two. Never throws.
 */
final class FreeTimer {

  private static final String COLLECTORS = "java.lang.ref.Reference$ReferenceHandler";

  private FreeTimer() {}

  /** {@link BufferHook#clean}, timed if that is due. */
  static boolean clean(@Nullable Runnable action) {
    Lane lane = Lane.currentOrNull();
    if (lane == null) {
      return BufferHook.end(action);
    }
    lane.freeStart = 0;
    if (!Trial.isFreeDue(lane) || isCollectors(Thread.currentThread())) {
      return BufferHook.end(action);
    }
    long start = System.nanoTime();
    if (action instanceof BundledRelease ours) {
      boolean unused = BufferHook.end(action);
      Trial.freed(ours.site(), System.nanoTime() - start);
      return true;
    }
    lane.freeStart = start;
    return false;
  }

  /** The action of a cleaner of the JDK's has ended, at {@code site}. */
  static void ended(int site) {
    Lane lane = Lane.currentOrNull();
    long start = lane == null ? 0 : lane.freeStart;
    if (lane != null && start != 0) {
      lane.freeStart = 0;
      Trial.freed(site, System.nanoTime() - start);
    }
  }

  /** Whoever drops a buffer does not wait for what the collector's thread does. */
  private static boolean isCollectors(Thread thread) {
    return thread.getClass().getName().equals(COLLECTORS);
  }
}
