package dev.tinyalloc.site;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one arena, or one carrier's part of it, has taken at each site. When it ends, this says what
 * is to be counted as freed; and until then, what is not entered in the carrier's tallies yet.
 * Written by one thread at a time; a reader may see a count a moment late.
 *
 * <p>Each entry has what is pending, which is in no tally, and what is entered. Entries stay when
 * an arena ends: the next one of the same line mostly allocates at the same sites in the same
 * order.
 */
public final class SiteLog {

  private static final int FIRST_ENTRIES = 2;

  /** From so many on, an entry is looked up by a hash, not by a look at each. */
  private static final int SEARCHED = 16;

  /** If there are more, none stays for the next arena. */
  private static final int KEPT_ENTRIES = 64;

  private LogEntry[] entries = noEntries();

  /** {@code entries[0]}: mostly the only one, and a load nearer. */
  private LogEntry first = LogEntry.NONE;

  private int size;

  /** The entry that was met last; the one behind it is likely to be met next. */
  private int last;

  /** So many bytes more may be added until this is to be looked at: {@code left ≤ granted}. */
  private long left = Gauge.PUBLISH_BYTES;

  /** {@link #left} when there was a look last. */
  private long granted = Gauge.PUBLISH_BYTES;

  /** So many bytes more, counted from the last look, may be added until a sample is due. */
  private long untilSample = Long.MAX_VALUE;

  /** Whether all that is to be ended is pending. */
  private boolean isPlain = true;

  private long passedBytes;

  /** Entry by site and range, plus 1; empty while {@code size ≤ SEARCHED}. */
  private int[] index = {};

  /** Whether {@link #add} is for requests of {@code bytes} bytes at {@code site}. */
  public boolean isFor(int site, long bytes) {
    return current().isFor(site, bytes);
  }

  private LogEntry current() {
    int at = last;
    return at == 0 ? first : entries[at];
  }

  /** Turns to the entry behind the last, if that is for {@code bytes} bytes at {@code site}. */
  public boolean isNext(int site, long bytes) {
    int next = last + 1;
    LogEntry[] all = entries;
    if (next >= all.length || !all[next].isFor(site, bytes)) {
      return false;
    }
    last = next;
    return true;
  }

  /**
   * From now on {@link #add} is for requests of {@code bytes} bytes at {@code site}, which is not
   * 0.
   *
   * @param tally the carrier's tally of the site, if the log is one carrier's
   */
  public void turnTo(int site, long bytes, @Nullable SiteTally tally) {
    int range = Sizes.range(bytes);
    int found = find(site, range);
    last = found >= 0 ? found : append(new LogEntry(site, range, tally));
    entries[last].requested = bytes;
  }

  /** The entry, or -1. */
  private int find(int site, int range) {
    if (size > SEARCHED) {
      return index[slot(site, range)] - 1;
    }
    for (int at = 0; at < size; at++) {
      if (entries[at].site == site && entries[at].range == range) {
        return at;
      }
    }
    return -1;
  }

  private int append(LogEntry entry) {
    if (size == entries.length) {
      LogEntry[] more = Arrays.copyOf(entries, 2 * size);
      Arrays.fill(more, size, more.length, LogEntry.NONE);
      entries = more;
    }
    if (size >= SEARCHED && 2 * (size + 1) > index.length) {
      reindex();
    }
    int at = size;
    entries[at] = entry;
    first = entries[0];
    size = at + 1;
    if (index.length > 0) {
      index[slot(entry.site, entry.range)] = at + 1;
    }
    return at;
  }

  private void reindex() {
    index = new int[4 * Integer.highestOneBit(size + 1)];
    for (int at = 0; at < size; at++) {
      index[slot(entries[at].site, entries[at].range)] = at + 1;
    }
  }

  /** Where an entry stands in the index, or would. */
  private int slot(int site, int range) {
    int mask = index.length - 1;
    int slot = (site + (range << 8)) & mask;
    while (index[slot] != 0) {
      LogEntry there = entries[index[slot] - 1];
      if (there.site == site && there.range == range) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Adds an allocation of {@code requested} bytes that took {@code cost}; it is pending.
   *
   * @return whether {@link #isMuch} or {@link #isSampleDue} may hold
   */
  public boolean add(long requested, long cost) {
    LogEntry entry = current();
    entry.count++;
    entry.bytes += requested;
    entry.cost += cost;
    long now = left - requested;
    left = now;
    return now < 0;
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
    LogEntry entry = entries[last];
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

  /** How many entries there are. */
  public int size() {
    return size;
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
    if (size > KEPT_ENTRIES) {
      size = 0;
      index = new int[0];
      entries = noEntries();
      first = LogEntry.NONE;
    }
  }

  private static LogEntry[] noEntries() {
    LogEntry[] none = new LogEntry[FIRST_ENTRIES];
    Arrays.fill(none, LogEntry.NONE);
    return none;
  }
}
