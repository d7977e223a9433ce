package dev.tinyalloc.hook;

import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Tab;
import java.util.concurrent.atomic.AtomicLong;
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

  private static final AtomicLong IDS = new AtomicLong();

  private final Lane lane;

  /** The lane's, if the owner stays with that lane; else null. */
  private final @Nullable Tab tab;

  /** Unique in this process. */
  private final long id = IDS.incrementAndGet();

  private final RegionWatch watch;

  /** The opening line on this lane; null where that is nobody's. */
  private final @Nullable OpeningTally line;

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

  final long openedNanos() {
    return openedNanos;
  }

  /** Whether its arena is open. */
  final boolean isOpen() {
    return watch.isOpen();
  }

  final RegionWatch watch() {
    return watch;
  }

  /** Begins an arena, and counts it. */
  final void open() {
    OpeningTally tally = line;
    openedNanos = tally != null && tally.opened() ? System.nanoTime() : 0;
    watch.opened();
  }

  /**
   * Memory for a segment, counted; 0 if there is none. Owner only.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  final long take(long requested, int site, boolean zeroed) {
    Tab account = tab;
    if (account == null) {
      return take(Lane.current(), requested, site, zeroed);
    }
    turnTo(site);
    long size = sizeOf(requested);
    long address = bumpOrGrow(lane, size);
    if (address != 0) {
      if (zeroed) {
        zero(address, size);
      }
      count(requested);
      if (account.add(requested, size)) {
        lane.enterTab();
      }
    }
    return address;
  }

  /** {@code tab.isFor(id, site)} from then on: what the tab has is always this site's. */
  @Override
  final void turnTo(int site) {
    Tab account = tab;
    if (account == null) {
      super.turnTo(site);
    } else if (!account.isFor(id, site)) {
      turn(account, site);
    }
  }

  private void turn(Tab account, int site) {
    SiteTally unused = lane.tally(site);
    super.turnTo(site);
    lane.enterTab();
    account.turnTo(id, site);
  }

  /** Ends the memory of all its parts. The arena is closed, and that is visible to everybody. */
  void endParts(RegionEnd end) {
    end(end);
  }

  /** Gives everything back, and counts. From whichever thread closes; throws nothing. */
  final void close() {
    Tab account = tab;
    if (account != null && account.isFor(id) && isAll(account)) {
      closeShort(account);
    } else {
      closeLong(account);
    }
  }

  /** The usual case: the owner, who has counted nothing elsewhere. */
  private void closeShort(Tab account) {
    if (line != null) {
      line.closed(account.allocations(), account.bytes(), usedBytes());
    }
    uncount(account.allocations(), account.bytes());
    lane.passed(account);
    keepOrFree();
  }

  private void closeLong(@Nullable Tab account) {
    RegionEnd end = new RegionEnd(account == null ? Lane.currentOrNull() : lane);
    if (account != null && account.isFor(id)) {
      uncount(account.allocations(), account.bytes());
      end.passed(account, lane);
    }
    endParts(end);
    end.closed(opening);
    if (account != null) {
      keepOrFree();
    } else {
      freeAll();
      watch.closed(0);
      RegionWatches.INSTANCE.retire(watch);
    }
  }

  private void keepOrFree() {
    boolean stays = lane.region(opening) == this;
    long kept = stays ? reuse() : 0;
    if (kept == 0) {
      freeAll();
    }
    watch.closed(kept);
    if (!stays) {
      RegionWatches.INSTANCE.retire(watch);
    }
  }
}
