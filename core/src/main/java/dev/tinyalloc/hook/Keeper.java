package dev.tinyalloc.hook;

import dev.tinyalloc.os.CarrierSlots;

/**
 * One carrier's place to put the cleaners of the buffers it makes. Used by that carrier alone.
 *
 * <p>{@code vacant} has a bit for each slot of {@link #bundle} that may be filled.
 */
abstract class Keeper extends CarrierSlots.Tenant {

  /**
   * After so many buffers a new bundle: a store into an old object costs the collector's barrier, a
   * fence with G1, a store into a young one nearly nothing.
   */
  private static final int USES = 1024;

  private Bundle bundle = Bundle.create();
  private long vacant = -1;
  private int uses = USES;

  /** The bundle that {@link #keep} fills next; from here to there nothing can fail. */
  final Bundle openBundle() {
    return vacant == 0 || uses <= 0 ? renew() : bundle;
  }

  /** Keeps {@code cleaner} reachable, in the slot that is returned of the bundle that is open. */
  final int keep(Object cleaner) {
    long bits = vacant;
    int slot = Long.numberOfTrailingZeros(bits);
    vacant = bits & (bits - 1);
    uses--;
    bundle.set(slot, cleaner);
    return slot;
  }

  /** Lets the cleaner in {@code slot} of {@code kept} go, whoever has kept it. */
  final void drop(Bundle kept, int slot) {
    kept.set(slot, null);
    if (kept == bundle) {
      vacant |= 1L << slot;
    } else {
      kept.end(1);
    }
  }

  private Bundle renew() {
    Bundle fresh = Bundle.create();
    int unused = Long.bitCount(vacant);
    Bundle full = bundle;
    bundle = fresh;
    vacant = -1;
    uses = USES;
    full.end(unused);
    return fresh;
  }
}
