package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;

/**
 * The steps of a buffer's end. On the VM's Reference Handler, where most buffers end, an exception
 * would end the process; so none leaves.
 */
final class BlockEnd {

  private BlockEnd() {}

  /** Gives the block at {@code address} back to its heap. */
  static void giveBack(long address) {
    try {
      if (!TinyAlloc.tryFree(address)) {
        Complaint.say("a buffer's block was freed by somebody else before", null);
      }
    } catch (Throwable ours) {
      Complaint.sayQuietly("a buffer could not be freed", ours);
    }
  }

  /** Counts the end of {@code capacity} bytes at {@code site}. */
  static void count(int site, int capacity) {
    try {
      Lane.current().freed(site, capacity);
    } catch (Throwable ours) {
      Complaint.sayQuietly("the end of a buffer could not be counted", ours);
    }
  }
}
