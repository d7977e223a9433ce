package dev.tinyalloc.hook;

import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.SiteLog;
import dev.tinyalloc.site.Sites;
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

  /** Counts the end of {@code part}. */
  void ended(RegionPart part) {
    used += part.usedBytes();
    SiteLog log = part.log;
    for (int entry = 0; entry < log.size(); entry++) {
      long count = log.count(entry) + log.enteredCount(entry);
      if (count != 0) {
        segments += count;
        bytes += log.bytes(entry) + log.enteredBytes(entry);
        ended(log, entry);
      }
    }
    log.clear();
    part.endSamples();
  }

  private void ended(SiteLog log, int entry) {
    try {
      if (lane != null) {
        lane.ended(log, entry);
        return;
      }
    } catch (OutOfMemoryError heapIsFull) {
      // As below. What is pending is so on the lane of a region that stays, which has the tally.
    }
    Site site = Sites.site(log.site(entry));
    site.freedApart(log.enteredCount(entry), log.enteredBytes(entry));
    Sites.TOTAL.lowerApart(log.enteredBytes(entry));
    log.ended(entry);
  }

  /** Counts the close of an arena of {@code opening}. */
  void closed(int opening) {
    if (opening == 0) {
      return;
    }
    try {
      if (lane != null) {
        OpeningTally tally = lane.opening(opening);
        tally.closed(segments, bytes);
        tally.learn(used);
        return;
      }
    } catch (OutOfMemoryError heapIsFull) {
      // As below.
    }
    Openings.opening(opening).closedApart();
  }
}
