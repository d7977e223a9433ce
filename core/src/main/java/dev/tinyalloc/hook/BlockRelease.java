package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;

/**
 * What the cleaner of a redirected buffer runs, once: gives the block back and counts. Runs on
 * whichever thread frees, on the VM's Reference Handler mostly, where an exception would end the
 * process; so none leaves.
 */
final class BlockRelease implements Runnable {

  private final Bridge jdk;
  private final long address;
  private final int capacity;
  private final int site;

  BlockRelease(Bridge jdk, long address, int capacity, int site) {
    this.jdk = jdk;
    this.address = address;
    this.capacity = capacity;
    this.site = site;
  }

  @Override
  public void run() {
    giveBack();
    unreserve();
    count();
  }

  private void giveBack() {
    try {
      if (!TinyAlloc.tryFree(address)) {
        Complaint.say("a buffer's block was freed by somebody else before", null);
      }
    } catch (Throwable ours) {
      Complaint.sayQuietly("a buffer could not be freed", ours);
    }
  }

  private void unreserve() {
    try {
      jdk.unreserve(capacity, capacity);
    } catch (Throwable ours) {
      Complaint.sayQuietly("a buffer's reservation could not be undone", ours);
    }
  }

  private void count() {
    try {
      Lane.current().freed(site, capacity);
    } catch (Throwable ours) {
      Complaint.sayQuietly("the end of a buffer could not be counted", ours);
    }
  }
}
