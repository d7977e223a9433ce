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
      freeAll();
    } catch (Throwable ours) {
      Complaint.NOT_FREED.say(ours);
    }
  }

  private void freeAll() {
    for (int i = 0; i < blocks.length; i += 2) {
      long address = blocks[i];
      if (address != 0) {
        blocks[i] = 0;
        BlockEnd.giveBack(address);
        Lane unused = BlockEnd.settle((int) (blocks[i + 1] >>> Integer.SIZE), (int) blocks[i + 1]);
      }
    }
  }
}
