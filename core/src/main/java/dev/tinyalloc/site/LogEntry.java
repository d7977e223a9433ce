package dev.tinyalloc.site;

import org.jspecify.annotations.Nullable;

/** What was taken at one site, in one range of sizes: a line of a {@link SiteLog}. */
final class LogEntry {

  /** In the place of entries that a log has no use for yet. */
  static final LogEntry NONE = new LogEntry(0, 0, null);

  final int site;

  /** The {@link Sizes#range} of what is pending. */
  final int range;

  /** The carrier's tally of the site, where the log is one carrier's. */
  final @Nullable SiteTally tally;

  /** The size that came last: mostly the next one as well. */
  long requested = -1;

  // Pending: in no tally yet.
  long count;
  long bytes;
  long cost;

  // In a tally.
  long enteredCount;
  long enteredBytes;

  LogEntry(int site, int range, @Nullable SiteTally tally) {
    this.site = site;
    this.range = range;
    this.tally = tally;
  }

  /** Whether it is for requests of {@code bytes} bytes at {@code asked}, and knows it at once. */
  boolean isFor(int asked, long bytes) {
    return site == asked && requested == bytes;
  }

  void add(long oneRequested, long oneCost) {
    count++;
    bytes += oneRequested;
    cost += oneCost;
  }

  /** Forgets what is pending. */
  void putNothing() {
    count = 0;
    bytes = 0;
    cost = 0;
  }

  /** Passes what is pending on to the tally, as allocated and freed. */
  void pass() {
    SiteTally known = tally;
    if (known != null) {
      known.passed(range, count, bytes, cost);
      putNothing();
    }
  }

  /** What is pending is in a tally now. */
  void enter() {
    enteredCount += count;
    enteredBytes += bytes;
    putNothing();
  }

  void clear() {
    putNothing();
    enteredCount = 0;
    enteredBytes = 0;
  }
}
