package dev.tinyalloc.hook;

/** What the cleaner of an observed buffer runs, once: what the JDK put there, then counts. */
final class CountedRelease implements Runnable {

  private final Runnable jdkRelease;
  private final int capacity;
  private final int site;

  CountedRelease(Runnable jdkRelease, int capacity, int site) {
    this.jdkRelease = jdkRelease;
    this.capacity = capacity;
    this.site = site;
  }

  @Override
  public void run() {
    jdkRelease.run();
    BlockEnd.count(site, capacity);
  }
}
