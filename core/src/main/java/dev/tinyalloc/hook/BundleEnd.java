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
  final long[] blocks = new long[2 * Bundle.SLOTS];

  @Override
  public void run() {
    try {
      freeAll(Lane.current());
    } catch (Throwable ours) {
      Complaint.sayQuietly("dropped buffers could not be freed", ours);
    }
  }

  private void freeAll(Lane lane) {
    for (int i = 0; i < blocks.length; i += 2) {
      if (blocks[i] != 0) {
        int capacity = (int) blocks[i + 1];
        int site = (int) (blocks[i + 1] >>> Integer.SIZE);
        BlockEnd.giveBack(blocks[i]);
        lane.give(capacity);
        lane.freed(site, capacity);
      }
    }
  }
}
