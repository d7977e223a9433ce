package dev.tinyalloc.os;

import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link StackKey}s of what the VM notes in a {@link Throwable}: numbers of methods, places
 * in their code, and classes. As seldom as samples are taken, with nothing in the caches and little
 * of the code compiled, that is a third of what reading the names of the same methods takes: some
 * 30 microseconds. Any thread.
 *
 * <p>The VM keeps its notes in chunks: of at most 32 methods each, an array of each kind, and the
 * next chunk. Where they look otherwise, as in releases to come, there is no key.
 */
public final class StackKeys {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** The field with the notes, negative where there is none. */
  private static final long NOTES = offset("backtrace");

  private static final long LINES = offset("stackTrace");

  private static final StackTraceElement[] NO_LINES = {};

  /** Those of {@link #ofCaller} and {@link #notes}. */
  private static final int OWN_FRAMES = 2;

  /** More of the caller's are not looked at, unless they are in the same chunk. */
  static final int MOST_FRAMES = 4 * 32 - OWN_FRAMES;

  // In a chunk.
  private static final int METHODS = 0;
  private static final int PLACES = 1;
  private static final int CLASSES = 2;

  /** That of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

  private long hash;
  private int frames;

  private StackKeys() {}

  /**
   * The key of the calling thread's stack, from the caller on; null where there is none.
   *
   * @throws StackOverflowError or OutOfMemoryError if stack or Java heap are at their end
   */
  public static @Nullable StackKey ofCaller() {
    StackKeys keys = new StackKeys();
    Object chunk = notes();
    while (chunk instanceof Object[] parts) {
      boolean isFull = keys.add(parts);
      chunk = isFull && keys.frames < OWN_FRAMES + MOST_FRAMES ? next(parts) : null;
    }
    int frames = keys.frames - OWN_FRAMES;
    return frames > 0 ? new StackKey(keys.hash, frames) : null;
  }

  /** Not by the constructor, in which others count what a program throws: JFR for one. */
  private static @Nullable Object notes() {
    if (Math.min(NOTES, LINES) < 0) {
      return null;
    }
    try {
      Throwable stack = (Throwable) UNSAFE.allocateInstance(Throwable.class);
      UNSAFE.putReference(stack, LINES, NO_LINES);
      Throwable unused = stack.fillInStackTrace();
      return UNSAFE.getReference(stack, NOTES);
    } catch (InstantiationException impossible) {
      return null;
    }
  }

  /**
   * Adds the frames of a chunk.
   *
   * @return whether there may be more in the next
   */
  private boolean add(@Nullable Object[] parts) {
    if (parts.length <= CLASSES
        || !(parts[METHODS] instanceof short[] methods)
        || !(parts[PLACES] instanceof int[] places)
        || !(parts[CLASSES] instanceof Object[] classes)) {
      frames = 0;
      return false;
    }
    int count = 0;
    while (count < classes.length && classes[count] != null) {
      mix(System.identityHashCode(classes[count]));
      mix(((long) places[count] << Short.SIZE) | (methods[count] & 0xffff));
      count++;
    }
    frames += count;
    return count == classes.length;
  }

  private void mix(long number) {
    long mixed = (hash ^ number) * MULTIPLIER;
    hash = mixed ^ (mixed >>> 31);
  }

  private static long offset(String field) {
    try {
      return UNSAFE.objectFieldOffset(Throwable.class, field);
    } catch (InternalError unknown) {
      return -1;
    }
  }

  private static @Nullable Object next(@Nullable Object[] parts) {
    for (int i = CLASSES + 1; i < parts.length; i++) {
      if (parts[i] instanceof Object[] next) {
        return next;
      }
    }
    return null;
  }
}
