package dev.tinyalloc.hook;

import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * One carrier's place to put the cleaners of the buffers it makes. Used by that carrier alone.
 *
 * <p>{@code vacant} has a bit for each slot of {@link #bundle} that may be filled: it never was, or
 * this carrier has cleared it.
 */
abstract class Keeper extends CarrierSlots.Tenant {

  /**
   * Slots are filled again so often before there is a new bundle: a store into an old object costs
   * the collector's barrier, a fence with G1, a store into a young one nearly nothing.
   */
  private static final int USES = 1024;

  private @Nullable Bundle bundle;
  private long vacant;
  private int uses;

  /** The bundle with a vacant slot. */
  final Bundle openBundle() {
    Bundle open = bundle;
    return open == null || vacant == 0 ? renew() : open;
  }

  /** The slot of the open bundle that is to be filled next. */
  final int nextSlot() {
    return Long.numberOfTrailingZeros(vacant);
  }

  /** Notes that {@link #nextSlot} is filled now. Cannot fail. */
  final void fillSlot() {
    vacant &= vacant - 1;
  }

  /** Notes that {@code slot} of {@code cleared} may be filled again, if that is for us to do. */
  final void vacate(Bundle cleared, int slot) {
    if (cleared == bundle && --uses > 0) {
      vacant |= 1L << slot;
    }
  }

  private Bundle renew() {
    StackProbe.touch();
    Bundle fresh = Jdk.BUFFERS.newBundle();
    bundle = fresh;
    vacant = -1;
    uses = USES;
    return fresh;
  }
}
