package dev.tinyalloc.hook;

/**
 * What is to be done when no buffer of a {@link Bundle} is reachable any more: all blocks that
 * nobody has freed go back. Runs on the VM's Reference Handler.
 */
final class BundleEnd implements Runnable {

  /**
   * For each slot the block's address, or 0 where there is none, and behind it the site in the
   * upper, the capacity in the lower half.
   */
  private final long[] blocks = new long[2 * Bundle.SLOTS];

  void set(int slot, long address, int capacity, int site) {
    blocks[2 * slot] = address;
    blocks[2 * slot + 1] = (long) site << Integer.SIZE | capacity;
  }

  void clear(int slot) {
    blocks[2 * slot] = 0;
  }

  long address(int slot) {
    return blocks[2 * slot];
  }

  int capacity(int slot) {
    return (int) blocks[2 * slot + 1];
  }

  int site(int slot) {
    return (int) (blocks[2 * slot + 1] >>> Integer.SIZE);
  }

  @Override
  public void run() {
    try {
      freeAll(Lane.current());
    } catch (Throwable ours) {
      Complaint.sayQuietly("dropped buffers could not be freed", ours);
    }
  }

  private void freeAll(Lane lane) {
    for (int slot = 0; slot < Bundle.SLOTS; slot++) {
      long address = address(slot);
      if (address != 0) {
        BlockEnd.giveBack(address);
        lane.give(capacity(slot));
        lane.freed(site(slot), capacity(slot));
      }
    }
  }
}
