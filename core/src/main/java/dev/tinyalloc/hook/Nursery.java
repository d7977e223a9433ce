package dev.tinyalloc.hook;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Has the collector of young objects run, which no call asks for, by using up the room in which
 * objects are made. Dropped buffers mostly are young, and so their cleaners are found in a
 * millisecond or two, where {@code System.gc()} looks at the whole heap.
 *
 * <p>What fills the room are arrays that are never written, but for their headers, 100 MiB in a
 * millisecond or two. Whether that was a collection tells a weak reference.
 *
 * <p>It is of no use where the room is larger than what we may fill, or where the collector works
 * beside the program and not at once; it is not even tried where {@code System.gc()} does nothing,
 * since then nobody may collect at all. One thread.
 */
final class Nursery {

  /** Fits into what the VM sets aside for one thread; larger arrays the VM would clear. */
  private static final int PIECE_BYTES = 8000;

  /** The time is read once for so many. */
  private static final int BATCH = 64;

  /** Calls with nothing to fill, after which the compiler has come to what fills. */
  private static final int WARM_UP = 20_000;

  /** Above this share of the largest heap, an allocation of ours might be the one too many. */
  private static final double ROOMY = 0.75;

  /** And of what is left we fill no more than this share. */
  private static final double OURS = 0.5;

  private final long maxBytes;
  private boolean useful = true;
  private boolean warm;

  @SuppressWarnings("unused") // keeps the compiler from leaving the arrays out
  private @Nullable Object last;

  /** One that fills up to {@code maxBytes} bytes. */
  Nursery(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** {@code System.gc()}, and a look at whether it has collected. */
  void collectAll() {
    WeakReference<Object> probe = new WeakReference<>(new Object());
    System.gc();
    useful &= probe.refersTo(null);
  }

  /** Whether {@link #collectYoung} may do it. */
  boolean isUseful() {
    return useful && freeBytes() > (1 - ROOMY) * Runtime.getRuntime().maxMemory();
  }

  private static long freeBytes() {
    Runtime heap = Runtime.getRuntime();
    return heap.maxMemory() - heap.totalMemory() + heap.freeMemory();
  }

  /**
   * Has young objects collected.
   *
   * @return how long that has stopped the program, about, in nanoseconds; 0 if nothing was
   *     collected
   */
  long collectYoung() {
    warmUp();
    WeakReference<Object> probe = new WeakReference<>(new Object());
    long room = Math.min(maxBytes, (long) (OURS * freeBytes()));
    long pause = 0;
    for (long filled = 0; filled < room && pause == 0; filled += (long) BATCH * PIECE_BYTES) {
      long start = System.nanoTime();
      if (fill(probe)) {
        pause = Math.max(1, System.nanoTime() - start);
      }
    }
    last = null;
    useful = pause != 0 || room < maxBytes;
    return pause;
  }

  /** Fills a little; whether that was the one too many. */
  private boolean fill(WeakReference<Object> probe) {
    for (int i = 0; i < BATCH; i++) {
      last = Jdk.THUNKS.uncleared(PIECE_BYTES);
      if (probe.refersTo(null)) {
        return true;
      }
    }
    return false;
  }

  private void warmUp() {
    for (int i = 0; !warm && i < WARM_UP; i++) {
      last = Jdk.THUNKS.uncleared(0);
    }
    warm = true;
  }
}
