package dev.tinyalloc.hook;

/** {@link CountedRelease} of a buffer that is sampled, or whose site is nobody's. */
final class SampledRelease implements Runnable {

  private final Object jdkRelease;
  private final int capacity;
  private final int id;

  SampledRelease(Object jdkRelease, int capacity, int id) {
    this.jdkRelease = jdkRelease;
    this.capacity = capacity;
    this.id = id;
  }

  @Override
  public void run() {
    ((Runnable) jdkRelease).run();
    BlockEnd.count(id, capacity);
  }
}
