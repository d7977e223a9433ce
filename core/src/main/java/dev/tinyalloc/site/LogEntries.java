package dev.tinyalloc.site;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a {@link SiteLog}: looked up by site and {@link Sizes#range}, kept in the order in
 * which they were first met.
 */
class LogEntries {

  private static final int FIRST_ENTRIES = 2;

  /** From so many on, an entry is looked up by a hash, not by a look at each. */
  private static final int SEARCHED = 16;

  /** If there are more, none stays for the next arena. */
  private static final int KEPT_ENTRIES = 64;

  LogEntry[] entries = noEntries();

  /** {@code entries[0]}: mostly the only one, and a load nearer. */
  LogEntry first = LogEntry.NONE;

  /** {@code size ≤ entries.length}. */
  int size;

  /** The entry that was met last; the one behind it is likely to be met next. */
  int last;

  /** Entry by site and range, plus 1; empty while {@code size ≤ SEARCHED}. */
  private int[] index = {};

  /** Whether {@link SiteLog#add} is for requests of {@code bytes} bytes at {@code site}. */
  public final boolean isFor(int site, long bytes) {
    return current().isFor(site, bytes);
  }

  final LogEntry current() {
    int at = last;
    return at == 0 ? first : entries[at];
  }

  /** Turns to the entry behind the last, if that is for {@code bytes} bytes at {@code site}. */
  public final boolean isNext(int site, long bytes) {
    int next = last + 1;
    LogEntry[] all = entries;
    if (next >= all.length || !all[next].isFor(site, bytes)) {
      return false;
    }
    last = next;
    return true;
  }

  /**
   * From now on {@link SiteLog#add} is for requests of {@code bytes} bytes at {@code site}, which
   * is not 0.
   *
   * @param tally the carrier's tally of the site, if the log is one carrier's
   */
  public final void turnTo(int site, long bytes, @Nullable SiteTally tally) {
    int range = Sizes.range(bytes);
    int found = find(site, range);
    last = found >= 0 ? found : append(new LogEntry(site, range, tally));
    entries[last].requested = bytes;
  }

  /** The entry, or -1. */
  final int find(int site, int range) {
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

  /** How many entries there are. */
  public final int size() {
    return size;
  }

  /** Forgets all entries if there are many. */
  final void forgetMany() {
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
