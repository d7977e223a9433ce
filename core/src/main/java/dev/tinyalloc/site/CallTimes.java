package dev.tinyalloc.site;

/** How long calls of one site took, in nanoseconds, as far as they were timed. Any thread. */
public final class CallTimes {

  private final Durations allocate = Durations.fine();
  private final Durations free = Durations.fine();

  CallTimes() {}

  /** Of allocating: from the call to the buffer or segment. */
  public Durations allocate() {
    return allocate;
  }

  /** Of freeing a buffer at once, as {@code invokeCleaner} does. */
  public Durations free() {
    return free;
  }
}
