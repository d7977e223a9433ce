package dev.tinyalloc.site;

import dev.tinyalloc.os.StackProbe;

/**
 * What one arena, or one carrier's part of it, has taken at each site. When it ends, this says what
 * is to be counted as freed; and until then, what is not entered in the carrier's tallies yet.
 * Written by one thread at a time; a reader may see a count a moment late.
 *
 * <p>Each entry has what is pending, which is in no tally, and what is entered. Entries stay when
 * an arena ends: the next one of the same line mostly allocates at the same sites in the same
 * order.
 *
 * <p>An arena that is on its {@link Course} has nothing here but the step that it has come to.
 */
public final class SiteLog extends Walk {

  /** So many bytes more may be added until this is to be looked at: {@code left ≤ granted}. */
  private long left = Gauge.PUBLISH_BYTES;

  /** {@link #left} when there was a look last. */
  private long granted = Gauge.PUBLISH_BYTES;

  /** So many bytes more, counted from the last look, may be added until a sample is due. */
  private long untilSample = Long.MAX_VALUE;

  /** Whether all that is to be ended is pending. */
  private boolean isPlain = true;

  private long passedBytes;

  /**
   * The tab turns to another log: what the arena has so far is pending, until it is entered.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  public void offTab() {
    if (row > Course.ROOT) {
      leaveCourse();
    } else if (row == Course.ROOT) {
      row = Course.START;
    }
  }

  /**
   * Leaves the course until the arena has ended, if it is on it: what it has so far is pending.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  public void leaveCourse() {
    Course own = course;
    if (hasCourse() && own != null) {
      leaveForSample();
      own.left();
    }
  }

  /** {@link #leaveCourse}, which says nothing about the course: it is for a sample. */
  public void leaveForSample() {
    Step last = step();
    if (last.parent != null) {
      StackProbe.touch();
      prepare(last);
    }
    row = Course.OFF;
    courseLeft -= last.taken;
    for (Step step = last; step.parent != null; step = step.parent) {
      entries[find(step.site, Sizes.range(step.requested))].add(step.requested, step.size);
    }
    goOn();
  }

  /** Makes the entries, in the order of the allocations. */
  private void prepare(Step step) {
    if (step.parent != null) {
      prepare(step.parent);
      turnTo(step.site, step.requested, step.tally);
    }
  }

  /**
   * Adds an allocation of {@code requested} bytes that took {@code cost}; it is pending.
   *
   * @return whether {@link #isMuch} or {@link #isSampleDue} may hold
   */
  public boolean add(long requested, long cost) {
    current().add(requested, cost);
    long now = left - requested;
    left = now;
    return now < 0;
  }

  /** {@link #add} without counting down to a sample. */
  public void addSampled(long requested, long cost) {
    current().add(requested, cost);
    goOn();
  }

  /** Whether so much is pending that it is to be entered. */
  public boolean isMuch() {
    return pending() > Gauge.PUBLISH_BYTES;
  }

  private long pending() {
    long sum = 0;
    for (int at = 0; at < size; at++) {
      sum += entries[at].bytes;
    }
    return sum;
  }

  /** Whether the allocation that was added last is the first to go beyond the countdown. */
  public boolean isSampleDue() {
    return granted - left > untilSample;
  }

  /** From now on a sample is due when more than {@code bytes} bytes were added. */
  public void countDown(long bytes) {
    untilSample = bytes;
    grant(pending());
  }

  /** After a look, where neither holds any more. */
  public void goOn() {
    goOn(pending());
  }

  private void goOn(long pending) {
    untilSample -= granted - left;
    grant(pending);
  }

  private void grant(long pending) {
    granted = Math.min(untilSample, Gauge.PUBLISH_BYTES - pending);
    left = granted;
  }

  /** Adds an allocation of {@code requested} bytes that is in a tally already. */
  public void addEntered(long requested) {
    isPlain = false;
    LogEntry entry = current();
    entry.enteredCount++;
    entry.enteredBytes += requested;
  }

  /** Whether all that is to be ended is pending. */
  public boolean isPlain() {
    return isPlain;
  }

  /** From now until it is cleared, this is not plain: more than counts is to be ended. */
  public void noLongerPlain() {
    isPlain = false;
  }

  /**
   * Passes what is pending in a plain log on to the entries' tallies, as allocated and freed.
   *
   * @return how many allocations that were
   */
  public long pass() {
    LogEntry only = first;
    long count = only.count;
    passedBytes = only.bytes;
    only.pass();
    if (size > 1) {
      count += passOthers();
    }
    last = 0;
    goOn(0);
    return count;
  }

  private long passOthers() {
    long sum = 0;
    long sumOfBytes = 0;
    LogEntry[] all = entries;
    int count = Math.min(size, all.length);
    for (int at = 1; at < count; at++) {
      LogEntry entry = all[at];
      if (entry.count != 0) {
        sum += entry.count;
        sumOfBytes += entry.bytes;
        entry.pass();
      }
    }
    passedBytes += sumOfBytes;
    return sum;
  }

  /** The requested bytes that {@link #pass} has passed on last. */
  public long passedBytes() {
    return passedBytes;
  }

  private LogEntry entry(int at) {
    LogEntry[] all = entries;
    // A reader's number may be of entries that are gone.
    return at < all.length ? all[at] : LogEntry.NONE;
  }

  /** The site of an entry. */
  public int site(int entry) {
    return entry(entry).site;
  }

  /** The {@link Sizes#range} of what is pending in an entry. */
  public int range(int entry) {
    return entry(entry).range;
  }

  /** Allocations of an entry that are in a tally. */
  public long enteredCount(int entry) {
    return entry(entry).enteredCount;
  }

  /** Their requested bytes. */
  public long enteredBytes(int entry) {
    return entry(entry).enteredBytes;
  }

  /** Those that are in no tally yet. */
  public long count(int entry) {
    return entry(entry).count;
  }

  /** Their requested bytes. */
  public long bytes(int entry) {
    return entry(entry).bytes;
  }

  /** What they took, rounding included, in bytes. */
  public long cost(int entry) {
    return entry(entry).cost;
  }

  /** Notes that what is pending in an entry is in a tally now. */
  public void entered(int entry) {
    isPlain = false;
    entries[entry].enter();
  }

  /** Forgets what an entry has. */
  public void ended(int entry) {
    entries[entry].clear();
  }

  /** Begins anew; all entries have {@link #ended}. */
  public void clear() {
    last = 0;
    isPlain = true;
    goOn(0);
    forgetMany();
  }
}
