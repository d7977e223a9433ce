package dev.tinyalloc.hook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * What the cleaner of a redirected buffer runs, once: frees the buffer in its slot of a {@link
 * Bundle}. Runs on whichever thread frees, on the VM's Reference Handler where others of the bundle
 * live on.
 */
final class BundledRelease implements Runnable {

  private static final VarHandle SLOT = slot();
  private static final int DONE = -1;

  // The bundle knows these as well; from there they would come a chain of loads later.
  private final long address;
  private final int capacity;
  private final int site;

  private final Bundle bundle;

  /** Null if {@link #site} is a sample's id. */
  private final @Nullable LaneTally tally;

  /** The slot in the bundle, or {@link #DONE}. */
  private volatile int slot;

  BundledRelease(
      Bundle bundle, int slot, long address, int capacity, @Nullable LaneTally tally, int site) {
    this.address = address;
    this.capacity = capacity;
    this.site = site;
    this.bundle = bundle;
    this.tally = tally;
    SLOT.set(this, slot);
  }

  /** Where its end is counted; a sample's id, if it has one. */
  int site() {
    return site;
  }

  /** Never throws. Mostly the carrier that has allocated frees: then it is one straight piece. */
  @Override
  public void run() {
    try {
      int mine = (int) SLOT.getAndSet(this, DONE);
      if (mine != DONE) {
        free(mine);
      }
    } catch (Throwable ours) {
      Complaint.NOT_FREED.say(ours);
    }
  }

  /**
   * Takes the block away from the collector.
   *
   * @return what frees the block instead, once; null if it was freed before
   */
  @Nullable Runnable disarm() {
    int mine = (int) SLOT.getAndSet(this, DONE);
    if (mine == DONE) {
      return null;
    }
    bundle.clear(mine);
    return new LateRelease(address, capacity, site);
  }

  private void free(int mine) {
    try {
      bundle.clear(mine);
    } finally {
      // Until here this keeps the bundle from ending, which would free the block as well.
      Reference.reachabilityFence(this);
    }
    LaneTally known = tally;
    if (known != null && known.isHere()) {
      Lane lane = known.lane;
      if (!lane.heap().tryFreeHere(address)) {
        BlockEnd.giveBack(address);
      }
      known.freed(capacity);
      lane.give(capacity);
      lane.vacate(bundle, mine);
    } else {
      freeElsewhere(mine);
    }
  }

  private void freeElsewhere(int mine) {
    BlockEnd.giveBack(address);
    Lane lane = BlockEnd.settle(site, capacity);
    if (lane != null) {
      lane.vacate(bundle, mine);
    }
  }

  private static VarHandle slot() {
    try {
      return MethodHandles.lookup().findVarHandle(BundledRelease.class, "slot", int.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
