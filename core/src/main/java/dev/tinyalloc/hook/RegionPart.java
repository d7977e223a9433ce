package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteLog;
import dev.tinyalloc.site.SiteTally;
import org.jspecify.annotations.Nullable;

/** What one thread at a time takes for an arena's segments, and how much of it each site has. */
class RegionPart extends Chunks {

  /** The line that opened the arena; 0 where that is nobody's. */
  final int opening;

  final SiteLog log = new SiteLog();

  /** Null while there are none. */
  private @Nullable RegionSamples samples;

  RegionPart(int opening) {
    this.opening = opening;
  }

  /** What is entered at once is told apart by site only, and on no course. */
  private void logFor(int site) {
    if (site != 0) {
      if (log.hasCourse()) {
        log.leaveCourse();
      }
      if (!log.isFor(site, 0)) {
        log.turnTo(site, 0, null);
        turned();
      }
    }
  }

  /** The log is for another site now. */
  void turned() {}

  /** Whether the chunk has a segment of {@code requested} bytes. */
  final boolean hasRoom(long requested) {
    return sizeOf(requested) <= roomBytes();
  }

  /** Samples a segment of {@code requested} bytes that was taken here, and is due. */
  final void sample(Lane here, long requested, int site) {
    addSample(Sampling.begin(here, site, requested));
  }

  /** Makes {@code id}, if it is a sample, end with this part; without Java heap, there was none. */
  final void addSample(int id) {
    if (Sampling.isSample(id)) {
      tryAdd(id);
    }
  }

  private void tryAdd(int sample) {
    try {
      RegionSamples all = samples == null ? new RegionSamples() : samples;
      all.add(sample);
      samples = all;
      log.noLongerPlain();
    } catch (OutOfMemoryError heapIsFull) {
      Sampling.undo(sample);
    }
  }

  final void endSamples() {
    RegionSamples ended = samples;
    if (ended != null) {
      samples = null;
      ended.endAll();
    }
  }

  /**
   * Memory for a segment, counted; 0 if there is none.
   *
   * @param here the calling carrier's lane
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  final long take(Lane here, long requested, int site, boolean zeroed) {
    SiteTally tally = here.tally(site);
    logFor(site);
    long size = sizeOf(requested);
    long address = bumpOrGrow(here, size);
    if (address != 0) {
      if (zeroed) {
        zero(address, size);
      }
      here.allocatedSegment(tally, requested, size, false);
      count(site, requested);
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
  final void prepare(int site) {
    logFor(site);
    makeRoom();
  }

  /** Makes a block this part's, for a segment of {@code requested} bytes. Cannot fail. */
  final void takeOver(
      Lane here, @Nullable SiteTally tally, long address, long requested, int site) {
    here.allocatedSegment(tally, requested, Heap.costOf(address), here.heap().isLarge(requested));
    count(site, requested);
    add(address);
  }

  /** Counts a segment of {@code requested} bytes that the JDK has served. */
  final void served(Lane here, long requested, int site) {
    SiteTally tally = here.tally(site);
    logFor(site);
    here.observedSegment(tally, requested, costOf(here, requested));
    count(site, requested);
  }

  /** What a segment that the JDK has served would have taken of us, in bytes; without alignment. */
  private static long costOf(Lane here, long requested) {
    return requested > OWN ? here.heap().cost(requested) : sizeOf(requested);
  }

  /** After {@link #logFor}. */
  private void count(int site, long requested) {
    if (site != 0) {
      log.addEntered(requested);
    }
  }
}
