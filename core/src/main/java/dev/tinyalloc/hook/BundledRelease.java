package dev.tinyalloc.hook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * What the cleaner of a redirected buffer runs, once: frees the buffer in its slot of a {@link
 * Bundle}. Runs on whichever thread frees, on the VM's Reference Handler where others of the bundle
 * live on.
 */
final class BundledRelease implements Runnable {

  private static final VarHandle SLOT = slot();
  private static final int DONE = -1;

  private final Bundle bundle;

  /** The slot in the bundle, or {@link #DONE}. */
  private volatile int slot;

  BundledRelease(Bundle bundle, int slot) {
    this.bundle = bundle;
    SLOT.set(this, slot);
  }

  @Override
  public void run() {
    int mine = (int) SLOT.getAndSet(this, DONE);
    if (mine != DONE) {
      free(mine);
    }
  }

  private void free(int mine) {
    BundleEnd end = bundle.end;
    long address = end.address(mine);
    int capacity = end.capacity(mine);
    int site = end.site(mine);
    try {
      bundle.clear(mine);
    } finally {
      // Until here this keeps the bundle from ending, which would free the block as well.
      Reference.reachabilityFence(this);
    }
    BlockEnd.giveBack(address);
    settle(mine, site, capacity);
  }

  private void settle(int mine, int site, int capacity) {
    try {
      Lane lane = Lane.current();
      lane.give(capacity);
      lane.vacate(bundle, mine);
      lane.freed(site, capacity);
    } catch (Throwable ours) {
      Complaint.sayQuietly("the end of a buffer could not be counted", ours);
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
