package dev.tinyalloc;

import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.SpinLock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All heaps there are: one per carrier thread, and those made by hand. */
final class Heaps {

  /** The heaps of carrier threads; a dead thread's is taken over by the next. */
  static final CarrierSlots<Heap> OF_CARRIERS =
      new CarrierSlots<>() {
        @Override
        protected Heap create() {
          return new Heap(null, true);
        }

        @Override
        protected void movedIn(Heap heap) {
          NEAR[near(Os.CURRENT.carrierId())] = heap;
          Purger.start();
        }
      };

  /**
   * Carriers' heaps by the low bits of the carrier's id: a shortcut past the thread-local. Ids are
   * given out in sequence, so that threads of one pool rarely meet in a slot; whoever finds
   * another's heap there takes the long way.
   */
  private static final @Nullable Heap[] NEAR = new Heap[1024];

  /** Heaps made by {@link #create} and not yet closed. Guarded by {@link #LOCK}. */
  private static final Set<Heap> CREATED = new HashSet<>();

  private static final SpinLock LOCK = new SpinLock();

  private Heaps() {}

  /** The calling carrier's heap; a shared one for a virtual thread whose carrier is unknown. */
  static Heap current() {
    Heap heap = near();
    return heap != null ? heap : currentSlow(Os.CURRENT.carrierId());
  }

  /** {@link #current} where the shortcut knows it, else null. Never a guarded heap. */
  static @Nullable Heap near() {
    long carrier = Os.CURRENT.carrierId();
    Heap heap = NEAR[near(carrier)];
    return heap != null && heap.isHomeOf(carrier) ? heap : null;
  }

  private static Heap currentSlow(long carrier) {
    return carrier < 0 ? Stripes.current() : OF_CARRIERS.current();
  }

  private static int near(long carrier) {
    return (int) carrier & (NEAR.length - 1);
  }

  static Heap create(boolean permanent) {
    Heap heap = new Heap(new SpinLock(), permanent);
    Purger.start();
    LOCK.lock();
    try {
      CREATED.add(heap);
    } finally {
      LOCK.unlock();
    }
    return heap;
  }

  static void forget(Heap heap) {
    LOCK.lock();
    try {
      CREATED.remove(heap);
    } finally {
      LOCK.unlock();
    }
  }

  /** A copy of the list of all heaps. */
  static List<Heap> all() {
    List<Heap> heaps = OF_CARRIERS.all();
    LOCK.lock();
    try {
      heaps.addAll(CREATED);
    } finally {
      LOCK.unlock();
    }
    return heaps;
  }
}
