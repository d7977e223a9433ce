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

  /** After so many, what has been filled is compared with the room. */
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

  private final Pieces pieces = new Pieces();

  /** So many bytes lately. */
  private long filled;

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
    for (filled = 0; filled < room && pause == 0; ) {
      pause = fill(probe);
    }
    last = null;
    useful = pause != 0 || room < maxBytes;
    return pause;
  }

  /** Fills a little; how long the one too many has taken, or 0 if there was none. */
  private long fill(WeakReference<Object> probe) {
    long start = System.nanoTime();
    for (int i = 0; i < BATCH; i++) {
      int bytes = pieces.next();
      last = Jdk.THUNKS.uncleared(bytes);
      filled += bytes;
      long end = System.nanoTime();
      if (probe.refersTo(null)) {
        return Math.max(1, end - start);
      }
      pieces.took(end - start);
      start = end;
    }
    return 0;
  }

  private void warmUp() {
    for (int i = 0; !warm && i < WARM_UP; i++) {
      last = Jdk.THUNKS.uncleared(0);
    }
    warm = true;
  }
}
