package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;
import org.jspecify.annotations.Nullable;

/**
 * Called at the end of the constructor of {@code DirectByteBuffer} by which native code, and others
 * that know how, make buffers over memory of their own. Nothing can be served there; the report is
 * to name who does it.
 *
 * <p>Some make millions. The first calls are looked at, later ones in a sample: a class that begins
 * late is named late.
 */
public final class ForeignHook {

  private static final int ALWAYS = 512;
  private static final int EVERY = 1024;

  /** Set while this thread looks for a caller. */
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  /** Null until installed. */
  private static volatile @Nullable CallerSites sites;

  /** Counts to {@code ALWAYS + EVERY} and then falls back to {@code ALWAYS}; racy on purpose. */
  private static int calls;

  private ForeignHook() {}

  /** Makes such callers known to {@code newSites}. */
  public static void install(CallerSites newSites) {
    sites = newSites;
  }

  /** Takes notice of a buffer over {@code address}. Never throws. */
  public static void foreign(long address) {
    int call = calls;
    calls = call < ALWAYS + EVERY ? call + 1 : ALWAYS;
    CallerSites known = sites;
    if (call <= ALWAYS && known != null && !TinyAlloc.owns(address) && BUSY.get() == null) {
      name(known);
    }
  }

  private static void name(CallerSites known) {
    BUSY.set(Boolean.TRUE);
    try {
      known.missed(new CallerFinder().caller());
    } catch (Throwable ours) {
      // The buffer is made; that its maker stays unnamed is no reason to disturb anybody.
      calls = ALWAYS;
    } finally {
      BUSY.remove();
    }
  }
}
