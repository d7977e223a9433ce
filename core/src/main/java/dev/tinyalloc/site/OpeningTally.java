package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier thread has counted at one opening line, and what it has learnt there. Called
 * from rewritten code: no atomics, no allocation. Written by that thread alone.
 */
public final class OpeningTally extends Padding {

  /** One arena in so many is timed; the first one is. */
  private static final int TIMED = 64;

  /** By how much of the difference the guess goes down; it goes up at once. */
  private static final int DECAY_SHIFT = 3;

  private final Opening opening;

  long opened;
  long closed;
  long segments;
  long bytes;

  /** What an arena of this line is likely to take, in bytes, rounding included. */
  private long guess;

  @Nullable OpeningTally next;

  /** Makes and enters the calling thread's tally of {@code opening}. */
  @SuppressWarnings("this-escape")
  public OpeningTally(Opening opening) {
    this.opening = opening;
    opening.enter(this);
  }

  /** The line that is counted. */
  public Opening opening() {
    return opening;
  }

  /**
   * Counts an arena.
   *
   * @return whether it is to be timed
   */
  public boolean opened() {
    return opened++ % TIMED == 0;
  }

  /** Counts the close of an arena that held so many segments of so many requested bytes. */
  public void closed(long itsSegments, long itsBytes, long itsBlockBytes) {
    closed++;
    segments += itsSegments;
    bytes += itsBytes;
    guess = Math.max(itsBlockBytes, guess - ((guess - itsBlockBytes) >> DECAY_SHIFT));
  }

  /** What an arena of this line is likely to take, in bytes; 0 while none was closed. */
  public long guess() {
    return guess;
  }
}
