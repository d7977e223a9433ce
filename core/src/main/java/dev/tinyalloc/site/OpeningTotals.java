package dev.tinyalloc.site;

/** The counts of one opening line, added up over all threads at one moment. */
public final class OpeningTotals {

  private final Opening opening;
  private final long neverClosed;
  private long opened;
  private long closed;
  private long segments;
  private long bytes;

  OpeningTotals(Opening opening, long closedApart, long neverClosed) {
    this.opening = opening;
    this.closed = closedApart;
    this.neverClosed = neverClosed;
  }

  void add(OpeningTally tally) {
    // Closed first: an arena that is closed meanwhile then shows as open, never as closed twice.
    addClosed(tally.closed, tally.segments, tally.bytes);
    tally.addCourseTo(this);
    opened += tally.opened;
  }

  void addClosed(long arenas, long theirSegments, long theirBytes) {
    closed += arenas;
    segments += theirSegments;
    bytes += theirBytes;
  }

  /** The line that was counted. */
  public Opening opening() {
    return opening;
  }

  /** Arenas ever opened. */
  public long opened() {
    return opened;
  }

  /** Arenas that were closed. */
  public long closed() {
    return closed;
  }

  /** Arenas that became unreachable while open, as far as the collector has told. */
  public long neverClosed() {
    return neverClosed;
  }

  /** Segments of the closed arenas. */
  public long segments() {
    return segments;
  }

  /** Requested bytes of the segments of the closed arenas. */
  public long bytes() {
    return bytes;
  }
}
