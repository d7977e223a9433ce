package dev.tinyalloc.hook;

import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.Tab;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one arena whose segments are served here, or only counted. It ends when the arena
 * is closed, and not before: what an arena holds that nobody closes stays held.
 *
 * <p>A confined arena is used by its owner alone; {@link SharedRegion} is the other kind. When an
 * arena of a platform thread is closed, the next one that the same line opens there takes over the
 * region: {@code Lane} keeps one for each line.
 */
public class Region extends OwnersPart {

  private final RegionWatch watch;

  /** Whether its arena is open; {@link #watch} knows as well. */
  private boolean open;

  /** The next one that the lane has for the same line. Written by its carrier and the daemon. */
  @Nullable Region spare;

  /** Whether the lane has it for the next arena of the line. Cleared by the daemon. */
  private boolean staysThere;

  /** When it was opened, in nanoseconds, if it is timed; else 0. */
  private long openedNanos;

  /** What the caller keeps with the region. */
  private @Nullable Object attachment;

  Region(int opening, Lane lane, boolean stays) {
    super(opening, lane, stays);
    this.watch = RegionWatches.INSTANCE.watch(this);
  }

  /** What {@link #attach} has set; stays when the region is taken over. */
  public final @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps {@code object} with the region. */
  public final void attach(Object object) {
    attachment = object;
  }

  /** Has {@link ArenaHook#near} find the region's attachment. */
  public final void putNear(long carrier) {
    if (staysThere) {
      NearRegions.put(opening, carrier, attachment);
    }
  }

  /** Whether it is in the sample that is timed. */
  public final boolean isTimed() {
    return openedNanos != 0;
  }

  /** Whether its arena has segments from here. */
  public final boolean holdsMemory() {
    return usedBytes() != 0 || hasMore();
  }

  final long openedNanos() {
    return openedNanos;
  }

  /** Whether an arena that {@code asked} opens on the carrier with this id may take it over. */
  public final boolean isVacant(int asked, long carrier) {
    return opening == asked && !open && staysThere && lane.isHomeOf(carrier);
  }

  /** Whether its arena is open. */
  final boolean isOpen() {
    return open;
  }

  /** Begins an arena, and counts it. */
  final void open() {
    OpeningTally tally = line;
    openedNanos = tally != null && tally.opened() ? System.nanoTime() : 0;
    open = true;
    watch.opened();
  }

  /** The lane has it for the next arena, or not any more. */
  final void stays(boolean there) {
    staysThere = there;
  }

  /** Ends the memory of all its parts. The arena is closed, and that is visible to everybody. */
  void endParts(RegionEnd end) {
    end.ended(this);
  }

  /** Gives everything back, and counts. From whichever thread closes; throws nothing. */
  final void close() {
    try {
      // First of all: whatever happens below, it is not left open.
      watch.closing();
      if (log.isOnCourse()) {
        lane.endCourse(log);
      } else if (line != null && tab != null && log.isPlain()) {
        endShort(line, tab);
      } else {
        endLong();
      }
      keepOrFree();
    } finally {
      // Until here the collector has not told the watch.
      Reference.reachabilityFence(this);
    }
  }

  private void keepOrFree() {
    boolean stays = staysThere;
    long kept = stays ? reuse() : 0;
    if (kept == 0) {
      learn();
      freeAll();
    } else {
      limitTo(log.courseLeftAtStart());
    }
    open = false;
    watch.closed(kept);
    if (!stays) {
      RegionWatches.INSTANCE.retire(watch);
    }
  }

  private void learn() {
    if (line != null && tab != null && !isReusable()) {
      line.learn(usedBytes());
    }
  }

  /**
   * Mostly so where the arena is on no course: nothing but what is pending, at sites whose tallies
   * the log has.
   */
  private void endShort(OpeningTally tally, Tab account) {
    long segments = log.pass();
    long bytes = log.passedBytes();
    tally.closed(segments, bytes);
    lane.touch(bytes);
    log.restart(account.log() == log);
  }

  private void endLong() {
    RegionEnd end = new RegionEnd(tab == null ? Lane.currentOrNull() : lane);
    endParts(end);
    end.closed(opening);
    log.restart(tab != null && tab.log() == log);
  }
}
