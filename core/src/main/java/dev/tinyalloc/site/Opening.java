package dev.tinyalloc.site;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One line of the program that opens arenas. Immutable but for counts. Any thread. */
public final class Opening {

  private final int id;
  private final String kind;
  private final String className;
  private final String method;
  private final @Nullable String file;
  private final int line;
  private final String loader;

  private final AtomicReference<@Nullable OpeningTally> tallies = new AtomicReference<>();

  /** Counted by whoever has no tally, since the Java heap was full. */
  private final AtomicLong closedApart = new AtomicLong();

  private final AtomicLong neverClosed = new AtomicLong();

  /** How long arenas were open, of those that were timed, in nanoseconds. */
  private final Durations open = new Durations();

  /** How long closing took, of those that were timed, in nanoseconds. */
  private final Durations close = new Durations();

  Opening(
      int id,
      String kind,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader) {
    this.id = id;
    this.kind = kind;
    this.className = className;
    this.method = method;
    this.file = file;
    this.line = line;
    this.loader = loader;
  }

  /** A small positive number, unique among openings; rewritten call sites carry it. */
  public int id() {
    return id;
  }

  /** {@code confined}, {@code shared} or {@code auto}. */
  public String kind() {
    return kind;
  }

  /** Binary name of the calling class, with dots. */
  public String className() {
    return className;
  }

  /** Name of the calling method. */
  public String method() {
    return method;
  }

  /** Source file, or null where the class does not say. */
  public @Nullable String file() {
    return file;
  }

  /** Source line, or -1 where the class does not say. */
  public int line() {
    return line;
  }

  /** As {@link Site#loader}. */
  public String loader() {
    return loader;
  }

  /** How long arenas of this line were open, in nanoseconds; of a sample. */
  public Durations open() {
    return open;
  }

  /** How long it took to close arenas of this line, in nanoseconds; of a sample. */
  public Durations close() {
    return close;
  }

  /** Counts the close of an arena for a thread that has no tally. Allocates nothing. */
  public void closedApart() {
    closedApart.getAndIncrement();
  }

  /**
   * Counts an arena that nobody can close any more.
   *
   * @return whether it is the first one of this line
   */
  public boolean neverClosed() {
    return neverClosed.getAndIncrement() == 0;
  }

  /** Adds up what all threads have counted here. Exact once they are quiet. */
  public OpeningTotals totals() {
    OpeningTotals totals = new OpeningTotals(this, closedApart.get(), neverClosed.get());
    for (OpeningTally tally = tallies.get(); tally != null; tally = tally.next) {
      totals.add(tally);
    }
    return totals;
  }

  void enter(OpeningTally tally) {
    OpeningTally head;
    do {
      head = tallies.get();
      tally.next = head;
    } while (!tallies.compareAndSet(head, tally));
  }
}
