package dev.tinyalloc.hook;

/** {@link CountedRelease} of a buffer that is sampled, or whose site is nobody's. */
final class SampledRelease implements Runnable {

  private final Runnable jdkRelease;
  private final int capacity;
  private final int id;

  SampledRelease(Runnable jdkRelease, int capacity, int id) {
    this.jdkRelease = jdkRelease;
    this.capacity = capacity;
    this.id = id;
  }

  @Override
  public void run() {
    jdkRelease.run();
    BlockEnd.count(id, capacity);
  }
}
