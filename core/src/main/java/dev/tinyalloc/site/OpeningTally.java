package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier thread has counted at one opening line, and what it has learnt there. Called
 * from rewritten code: no atomics, no allocation. Written by that thread alone.
 */
public final class OpeningTally extends Padding {

  /** One arena in so many is timed, a power of two; the first one is. */
  private static final int TIMED = 64;

  /** After so many equal answers in a row a caller is looked for only once in {@link #ASKED}. */
  private static final int SURE = 256;

  private static final int ASKED = 1024;

  /** So many arenas of one line, open at once, are many. */
  private static final int MANY = 64;

  /** By how much of the difference the guess goes down; it goes up at once. */
  private static final int DECAY_SHIFT = 3;

  private final Opening opening;

  long opened;

  /** Arenas that were closed, but for those that were on their {@link #course}. */
  long closed;

  long segments;
  long bytes;

  /** Counts the arenas that are not in {@link #closed}; null while nobody has asked for it. */
  private @Nullable Course course;

  /** What an arena of this line is likely to take, in bytes, rounding included. */
  private long guess;

  /** {@link #opened} when the daemon came by last. The daemon's. */
  private long seenOpened;

  /** The site of the last segments whose caller had to be looked for, and how often in a row. */
  private int usualSite;

  private int inARow;

  /** How often it was not looked for since. */
  private int trusted;

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
    return (opened++ & (TIMED - 1)) == 0;
  }

  /**
   * Counts the close of an arena that held so many segments of so many requested bytes, and was not
   * on its course.
   */
  public void closed(long itsSegments, long itsBytes) {
    closed++;
    segments += itsSegments;
    bytes += itsBytes;
  }

  /** Notes what an arena has taken that had more than the next one can take over. */
  public void learn(long itsBlockBytes) {
    guess = Math.max(itsBlockBytes, guess - ((guess - itsBlockBytes) >> DECAY_SHIFT));
  }

  /**
   * What an arena of this line is likely to take, in bytes; 0 while none was closed, or many are
   * open at once, where a wrong guess would cost as often.
   */
  public long guess() {
    return opened - closed - (course == null ? 0 : course.ends()) > MANY ? 0 : guess;
  }

  /** The course of its arenas; made at the first call. */
  public Course course() {
    Course known = course;
    if (known == null) {
      known = new Course(this);
      course = known;
    }
    return known;
  }

  /** Adds the arenas that were closed on their course. */
  void addCourseTo(OpeningTotals totals) {
    Course known = course;
    if (known != null) {
      known.addTo(totals);
    }
  }

  /** Whether no arena was opened since this was asked last. For the daemon. */
  public boolean isIdle() {
    long before = seenOpened;
    seenOpened = opened;
    return before == opened;
  }

  /**
   * Whether the caller that allocates in an arena of this line, and must be looked for, is so
   * likely to be {@link #usualSite} that a look can be spared: it takes microseconds.
   */
  public boolean isSure() {
    if (inARow < SURE) {
      return false;
    }
    trusted = (trusted + 1) % ASKED;
    return trusted != 0;
  }

  /** The site of the last caller that was found. */
  public int usualSite() {
    return usualSite;
  }

  /** A caller was looked for and found. */
  public void found(int site) {
    inARow = site == usualSite ? Math.min(inARow + 1, SURE) : 0;
    usualSite = site;
  }
}
