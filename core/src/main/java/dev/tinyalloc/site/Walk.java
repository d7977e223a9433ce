package dev.tinyalloc.site;

import dev.tinyalloc.os.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link SiteLog} that says how far its arena has come on its {@link Course}. Nothing
 * is counted before it ends there.
 */
class Walk extends LogEntries {

  /** That of the arena's line; null where its arenas are on none. */
  @Nullable Course course;

  /** The rows of the course while the arena is on it. */
  private long[] rows = Course.NOWHERE;

  /**
   * The row of the step to which the arena has come. From {@link Course#ROOT} on, the log is on the
   * tab, and nothing is pending in the entries.
   */
  int row = Course.OFF;

  /**
   * So many bytes, rounding included, arenas may take on their course until a sample is due,
   * counted from where the arena began.
   */
  long courseLeft = Long.MAX_VALUE;

  /** Has arenas be on {@code ofLine}, once this is on the tab. */
  public final void follow(Course ofLine) {
    course = ofLine;
    row = Course.START;
  }

  /** Whether the arena is on its course. */
  public final boolean isOnCourse() {
    return taken() >= 0;
  }

  /** Whether the arena is on its course, or will be once the log is on the tab. */
  public final boolean hasCourse() {
    return row != Course.OFF;
  }

  private long taken() {
    return rows[row + Course.TAKEN];
  }

  /** What the arena has requested on its course, in bytes. */
  public final long courseBytes() {
    return rows[row + Course.BYTES];
  }

  /** The step to which the arena has come on its course. From any thread. */
  final Step step() {
    Course own = course;
    return own == null ? Step.NONE : own.step(row);
  }

  /**
   * The step that an allocation of {@code bytes} bytes, which are less than 2 GiB, at {@code site}
   * is, if it is the one that came next the last time; 0 if not.
   */
  public final int next(int site, long bytes) {
    long[] all = rows;
    int next = (int) all[row + Course.NEXT];
    return all[next + Course.KEY] == Course.key(site, bytes) ? next : Course.OFF;
  }

  /** As {@link #next}, of all steps that are known. */
  public final int find(Course way, int site, long bytes) {
    return way.find(row, site, bytes);
  }

  /** Whether {@link #add(Course, int, long, long, SiteTally)} may be called. */
  public final boolean hasRoom(Course way, long bytes) {
    return way.hasRoom(row, bytes);
  }

  /**
   * A new step, for an allocation of {@code bytes} bytes at {@code site} that takes {@code size}.
   *
   * @param tally the carrier's tally of {@code site}
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  public final int add(Course way, int site, long bytes, long size, SiteTally tally) {
    StackProbe.touch();
    int added = way.add(row, site, bytes, size, tally);
    rows = way.rows();
    return added;
  }

  /** The arena has made the allocation {@code next}. */
  public final void goTo(int next) {
    row = next;
  }

  /** From now on the log is on the tab. */
  final void onTab() {
    Course own = course;
    if (row == Course.START && own != null) {
      rows = own.rows();
      row = own.isGivenUp() ? Course.OFF : Course.ROOT;
    }
  }

  /** The arena has ended, and was not on its course: the next one may be. */
  public final void restart(boolean isOnTab) {
    row = course == null ? Course.OFF : Course.START;
    if (isOnTab) {
      onTab();
    }
  }

  /** Bytes, rounding included, until a sample of an allocation on the course is due. */
  public final long courseLeft() {
    return courseLeft - Math.max(0, taken());
  }

  /** {@link #courseLeft} of an arena that has not begun. */
  public final long courseLeftAtStart() {
    return courseLeft;
  }

  /** From now on one is due when allocations on the course have taken more than {@code bytes}. */
  public final void countDownCourse(long bytes) {
    courseLeft = bytes + Math.max(0, taken());
  }

  /**
   * Ends an arena that is on its course.
   *
   * @param raises how often the sites' levels were raised so far, by what is on no course
   */
  public final void endCourse(long raises) {
    long[] all = rows;
    int end = row;
    all[end + Course.ENDS]++;
    courseLeft -= all[end + Course.TAKEN];
    row = Course.ROOT;
    if (all[end + Course.TOUCHED] != raises) {
      touchSites(end, raises);
    }
  }

  private void touchSites(int end, long raises) {
    Course own = course;
    if (own != null) {
      own.step(end).touchSites();
      rows[end + Course.TOUCHED] = raises;
    }
  }
}
