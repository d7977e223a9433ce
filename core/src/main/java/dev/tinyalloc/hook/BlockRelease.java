package dev.tinyalloc.hook;

/**
 * What the cleaner of a redirected buffer runs, once, where the cleaner is the JDK's. Runs on
 * whichever thread frees, on the VM's Reference Handler mostly.
 */
final class BlockRelease implements Runnable {

  private final Buffers buffers;
  private final long address;
  private final int capacity;
  private final int site;

  BlockRelease(Buffers buffers, long address, int capacity, int site) {
    this.buffers = buffers;
    this.address = address;
    this.capacity = capacity;
    this.site = site;
  }

  @Override
  public void run() {
    BlockEnd.giveBack(address);
    unreserve();
    BlockEnd.count(site, capacity);
  }

  private void unreserve() {
    try {
      buffers.unreserve(capacity);
    } catch (Throwable ours) {
      Complaint.NOT_UNRESERVED.say(ours);
    }
  }
}
