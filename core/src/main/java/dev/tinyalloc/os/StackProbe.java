package dev.tinyalloc.os;

/**
 * Makes sure that a slow path will not run out of stack in the middle of its changes. Programs
 * recurse until {@link StackOverflowError} and go on; the error must strike before a lock is taken
 * or a list is half linked, not after.
 */
public final class StackProbe {

  /** Some kilobytes even when compiled: more than any road from here down to the system takes. */
  private static final int FRAMES = 128;

  private StackProbe() {}

  /** Throws the error here, where nothing has been changed, if there is not enough stack left. */
  public static void touch() {
    int unused = descend(FRAMES);
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
