package dev.tinyalloc;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The slabs of one heap in which other threads have freed blocks that the owner has not taken in.
 *
 * <p>Others push onto a stack, once for each slab. The owner empties the stack whole, so that
 * nothing can change places under it. A slab with few such blocks waits in a queue of the owner's,
 * still marked as pending: taking each free in as it trickles would send its bitmap back and forth
 * between the threads for every block.
 */
final class PendingFrees {

  /** So many waiting slabs are looked at again each time. */
  private static final int SEARCH = 32;

  private final AtomicReference<@Nullable Slab> pushed = new AtomicReference<>();

  /** Waiting slabs, longest first. Owner only. */
  private @Nullable Slab firstWaiting;

  private @Nullable Slab lastWaiting;

  /** Enters a slab whose {@link Slab#claimPending} the caller has won. From any thread. */
  void push(Slab slab) {
    Slab head;
    do {
      head = pushed.get();
      slab.nextPending = head;
    } while (!pushed.compareAndSet(head, slab));
  }

  /** Whether nothing is pending. Exact for the owner alone. */
  boolean isEmpty() {
    return pushed.get() == null && firstWaiting == null;
  }

  /** Takes in what is pending, all of it or only where it is worth it. Owner only. */
  void collect(boolean all) {
    Slab slab = pushed.get() == null ? null : pushed.getAndSet(null);
    while (slab != null) {
      Slab next = slab.nextPending;
      append(slab);
      slab = next;
    }
    int tries = SEARCH;
    Slab last = lastWaiting;
    for (Slab first = firstWaiting; first != null && (all || tries-- > 0); first = firstWaiting) {
      remove(first);
      collectOrKeep(first, all);
      if (first == last) {
        return;
      }
    }
  }

  private void collectOrKeep(Slab slab, boolean all) {
    if (all || slab.state() == Slab.State.RETIRED || slab.isWorthCollecting()) {
      // First the flag, then the bits: a free that comes in between enters the slab once more.
      slab.clearPending();
      slab.queue.collect(slab);
    } else {
      append(slab);
    }
  }

  private void append(Slab slab) {
    slab.nextPending = null;
    if (lastWaiting == null) {
      firstWaiting = slab;
    } else {
      lastWaiting.nextPending = slab;
    }
    lastWaiting = slab;
  }

  private void remove(Slab first) {
    firstWaiting = first.nextPending;
    if (firstWaiting == null) {
      lastWaiting = null;
    }
    first.nextPending = null;
  }
}
