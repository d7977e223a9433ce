package dev.tinyalloc.hook;

/** Frees a block that is no longer the collector's to free. Run once, by anybody. */
final class LateRelease implements Runnable {

  private final long address;
  private final int capacity;
  private final int site;

  LateRelease(long address, int capacity, int site) {
    this.address = address;
    this.capacity = capacity;
    this.site = site;
  }

  @Override
  public void run() {
    BlockEnd.giveBack(address);
    Lane unused = BlockEnd.settle(site, capacity);
  }
}
