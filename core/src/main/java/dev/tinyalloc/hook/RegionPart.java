package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Tab;
import org.jspecify.annotations.Nullable;

/**
 * What one thread at a time takes for an arena's segments, and how much of it each site has.
 *
 * <p>{@code site} has {@code segments} of {@code bytes} bytes; the sums of other sites are in
 * {@code others}.
 */
class RegionPart extends Chunks {

  /** The line that opened the arena; 0 where that is nobody's. */
  final int opening;

  private int site;
  private long segments;
  private long bytes;
  private @Nullable SiteLog others;

  RegionPart(int opening) {
    this.opening = opening;
  }

  /**
   * Memory for a segment, counted; 0 if there is none.
   *
   * @param here the calling carrier's lane
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  final long take(Lane here, long requested, int itsSite, boolean zeroed) {
    SiteTally tally = here.tally(itsSite);
    turnTo(itsSite);
    long size = sizeOf(requested);
    long address = bumpOrGrow(here, size);
    if (address != 0) {
      if (zeroed) {
        zero(address, size);
      }
      here.allocated(tally, requested, size, false);
      count(requested);
    }
    return address;
  }

  /** What a segment of {@code requested} bytes takes of a chunk, in bytes. */
  static long sizeOf(long requested) {
    return requested == 0 ? QUANTUM : (requested + QUANTUM - 1) & -QUANTUM;
  }

  /** {@link #bump}, if need be of a new chunk. */
  final long bumpOrGrow(Lane here, long size) {
    long address = bump(size);
    return address != 0 ? address : bumpNew(here, size);
  }

  private long bumpNew(Lane here, long size) {
    OpeningTally tally = opening == 0 ? null : here.opening(opening);
    return grow(here.heap(), size, tally == null ? 0 : tally.guess()) ? bump(size) : 0;
  }

  /** Room for one block more; see {@link #takeOver}. */
  final void prepare(int itsSite) {
    turnTo(itsSite);
    makeRoom();
  }

  /** Makes a block this part's, for a segment of {@code requested} bytes. Cannot fail. */
  final void takeOver(Lane here, @Nullable SiteTally tally, long address, long requested) {
    add(address);
    here.allocated(tally, requested, Heap.costOf(address), here.heap().isLarge(requested));
    count(requested);
  }

  /** Counts a segment of {@code requested} bytes that the JDK has served. */
  final void served(Lane here, long requested, int itsSite) {
    SiteTally tally = here.tally(itsSite);
    turnTo(itsSite);
    here.allocated(tally, requested);
    count(requested);
  }

  final void count(long requested) {
    segments++;
    bytes += requested;
  }

  /** Whether {@code tab}, which is for this part's site, has all that was counted here. */
  final boolean isAll(Tab tab) {
    return segments == tab.allocations() && others == null;
  }

  /** Takes back so much of what {@link #count} has counted last. */
  final void uncount(long itsSegments, long itsBytes) {
    segments -= itsSegments;
    bytes -= itsBytes;
  }

  /** From now on {@link #count} is for {@code itsSite}. */
  void turnTo(int itsSite) {
    if (itsSite != site) {
      change(itsSite);
    }
  }

  private void change(int itsSite) {
    if (segments != 0) {
      SiteLog log = others;
      if (log == null) {
        log = new SiteLog();
        others = log;
      }
      log.makeRoom();
      log.add(site, segments, bytes);
    }
    site = itsSite;
    segments = 0;
    bytes = 0;
  }

  /** Counts the end of everything. */
  final void end(RegionEnd end) {
    end.used(usedBytes());
    end.freed(site, segments, bytes);
    segments = 0;
    bytes = 0;
    SiteLog log = others;
    if (log != null) {
      others = null;
      log.end(end);
    }
  }
}
