package dev.tinyalloc.hook;

import dev.tinyalloc.site.Opening;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
import dev.tinyalloc.site.Tab;
import org.jspecify.annotations.Nullable;

/** Counts what ends with an arena. Throws nothing; the Java heap may be full. */
final class RegionEnd {

  /** Null where there is no Java heap for one. */
  private final @Nullable Lane lane;

  /** All that ended, in segments and in requested bytes. */
  private long segments;

  private long bytes;

  /** What segments took of chunks, in bytes. */
  private long used;

  RegionEnd(@Nullable Lane lane) {
    this.lane = lane;
  }

  /** Counts what is on {@code tab} as allocated and freed. */
  void passed(Tab tab, Lane itsLane) {
    segments += tab.allocations();
    bytes += tab.bytes();
    itsLane.passed(tab);
  }

  /** Counts the end of {@code itsSegments} segments of {@code site}. */
  void freed(int site, long itsSegments, long itsBytes) {
    segments += itsSegments;
    bytes += itsBytes;
    if (site == 0 || itsSegments == 0) {
      return;
    }
    SiteTally tally = tally(site);
    if (lane != null && tally != null) {
      lane.freed(tally, itsSegments, itsBytes);
    } else {
      Sites.site(site).freedApart(itsSegments, itsBytes);
      Sites.TOTAL.lowerApart(itsBytes);
    }
  }

  /** Adds what segments took of one part's chunks, in bytes. */
  void used(long more) {
    used += more;
  }

  /** Counts the close of an arena of {@code opening}. */
  void closed(int opening) {
    if (opening == 0) {
      return;
    }
    try {
      if (lane != null) {
        lane.opening(opening).closed(segments, bytes, used);
        return;
      }
    } catch (OutOfMemoryError heapIsFull) {
      // As below.
    }
    Opening apart = Openings.opening(opening);
    apart.closedApart();
  }

  private @Nullable SiteTally tally(int site) {
    try {
      return lane == null ? null : lane.tally(site);
    } catch (OutOfMemoryError heapIsFull) {
      return null;
    }
  }
}
