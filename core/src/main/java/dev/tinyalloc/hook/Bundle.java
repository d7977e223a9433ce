package dev.tinyalloc.hook;

import dev.tinyalloc.os.SpinLock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up to 64 cleaners reachable until they have run: a reference object that is garbage itself
 * never reports anything. The JDK keeps a list of all cleaners for that, behind one lock; the
 * collector must walk it link by link.
 *
 * <p>One carrier, its {@link Lane}, fills a bundle; anybody may end a slot. A slot that its filler
 * ends may be filled again, any other is never used again.
 *
 * <p>{@code ended = slots that are never used again}; the bundle leaves the list at {@link #SLOTS}.
 */
final class Bundle {

  static final int SLOTS = 64;

  private static final VarHandle ENDED = ended();
  private static final SpinLock LOCK = new SpinLock();

  /** The list of all bundles. Guarded by {@link #LOCK}. */
  private static @Nullable Bundle first;

  private @Nullable Bundle next;
  private @Nullable Bundle previous;

  private final @Nullable Object[] cleaners = new Object[SLOTS];

  @SuppressWarnings("UnusedVariable") // by way of ENDED
  private volatile int ended;

  private Bundle() {}

  /** A new bundle, in the list. */
  static Bundle create() {
    Bundle bundle = new Bundle();
    LOCK.lock();
    try {
      bundle.next = first;
      if (first != null) {
        first.previous = bundle;
      }
      first = bundle;
    } finally {
      LOCK.unlock();
    }
    return bundle;
  }

  /** Keeps {@code cleaner}, or nothing any more. */
  void set(int slot, @Nullable Object cleaner) {
    cleaners[slot] = cleaner;
  }

  /** So many slots more are never used again. */
  void end(int slots) {
    if (slots > 0 && (int) ENDED.getAndAdd(this, slots) + slots == SLOTS) {
      unlink();
    }
  }

  private void unlink() {
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

  /** How many bundles there are, and that the list holds. For tests. */
  static int count() {
    LOCK.lock();
    try {
      int count = 0;
      Bundle before = null;
      for (Bundle bundle = first; bundle != null; bundle = bundle.next) {
        if (bundle.previous != before) {
          throw new IllegalStateException("bundle " + count + " does not point back");
        }
        before = bundle;
        count++;
      }
      return count;
    } finally {
      LOCK.unlock();
    }
  }

  private static VarHandle ended() {
    try {
      return MethodHandles.lookup().findVarHandle(Bundle.class, "ended", int.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
