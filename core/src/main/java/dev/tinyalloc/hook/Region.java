package dev.tinyalloc.hook;

import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteLog;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Tab;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one arena whose segments are served here, or only counted. It ends when the arena
 * is closed, and not before: what an arena holds that nobody closes stays held.
 *
 * <p>A confined arena is used by its owner alone; {@link SharedRegion} is the other kind. When an
 * arena of a platform thread is closed, the next one that the same line opens there takes over the
 * region: {@code Lane} keeps one for each line.
 */
public class Region extends RegionPart {

  private final Lane lane;

  /** The lane's, if the owner stays with that lane; else null. */
  private final @Nullable Tab tab;

  private final RegionWatch watch;

  /** The opening line on this lane; null where that is nobody's. */
  private final @Nullable OpeningTally line;

  /** Whether its arena is open; {@link #watch} knows as well. */
  private boolean open;

  /** The next one that the lane has for the same line. Written by its carrier and the daemon. */
  @Nullable Region spare;

  /** Whether the lane has it for the next arena of the line. Cleared by the daemon. */
  private boolean staysThere;

  /** The tally of a site that had everything of some arena before this; spares a look at it. */
  private @Nullable SiteTally usual;

  private int usualSite;

  /** When it was opened, in nanoseconds, if it is timed; else 0. */
  private long openedNanos;

  /** What the caller keeps with the region. */
  private @Nullable Object attachment;

  Region(int opening, Lane lane, boolean stays) {
    super(opening);
    this.lane = lane;
    this.tab = stays ? lane.tab : null;
    this.line = opening == 0 ? null : lane.opening(opening);
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

  /**
   * Memory for a segment, counted; 0 if there is none. Owner only.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  final long take(long requested, int site, boolean zeroed) {
    Tab account = tab;
    if (account == null || site == 0) {
      return takeEntered(requested, site, zeroed);
    }
    if (account.log() != log) {
      lane.turnTab(log);
    }
    int key = SiteLog.key(site, requested);
    if (!log.isFor(key)) {
      turnTo(site, key);
    }
    long size = sizeOf(requested);
    boolean due = lane.clock.isDue(requested);
    long address = bumpOrGrow(lane, size);
    if (address != 0) {
      if (zeroed) {
        zero(address, size);
      }
      if (log.add(requested, size)) {
        lane.enter(log);
      }
      if (due) {
        sample(lane, requested, site);
      }
    }
    return address;
  }

  /** {@link #take} for whoever may change carriers. */
  private long takeEntered(long requested, int site, boolean zeroed) {
    Lane here = Lane.current();
    boolean due = here.clock.isDue(requested);
    long address = take(here, requested, site, zeroed);
    if (due && address != 0) {
      sample(here, requested, site);
    }
    return address;
  }

  private void turnTo(int site, int key) {
    // What is counted later can be counted.
    SiteTally unused = lane.tally(site);
    log.turnTo(key);
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
      if (line != null && log.isPlain()) {
        endShort(line);
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
      freeAll();
    }
    open = false;
    watch.closed(kept);
    if (!stays) {
      RegionWatches.INSTANCE.retire(watch);
    }
  }

  /** The usual case: one site, and the owner, who has its tally. */
  private void endShort(OpeningTally tally) {
    long bytes = log.onlyBytes();
    tally.closed(log.onlyCount(), bytes, usedBytes());
    int site = log.onlySite();
    SiteTally sites = usual;
    if (sites == null || site != usualSite) {
      sites = Objects.requireNonNull(lane.tally(site));
      usual = sites;
      usualSite = site;
    }
    log.pass(sites);
    lane.touch(bytes);
  }

  private void endLong() {
    RegionEnd end = new RegionEnd(tab == null ? Lane.currentOrNull() : lane);
    endParts(end);
    end.closed(opening);
  }
}
