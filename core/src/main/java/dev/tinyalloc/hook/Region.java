package dev.tinyalloc.hook;

import dev.tinyalloc.sample.SampleClock;
import dev.tinyalloc.site.Course;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteTally;
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

  /** Of the countdown that {@link #log} has, in bytes. */
  private double sampleMean;

  /** Of that to a sample on the course. */
  private double courseMean;

  /** Of the line; null where the arenas are on none. */
  private final @Nullable Course course;

  /** When it was opened, in nanoseconds, if it is timed; else 0. */
  private long openedNanos;

  /** What the caller keeps with the region. */
  private @Nullable Object attachment;

  Region(int opening, Lane lane, boolean stays) {
    super(opening);
    this.lane = lane;
    this.tab = stays ? lane.tab : null;
    this.line = opening == 0 ? null : lane.opening(opening);
    this.course = stays && line != null ? line.course() : null;
    if (stays) {
      countDown();
      countDownCourse();
    }
    if (course != null) {
      log.follow(course);
    }
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

  /**
   * {@link #take}, if the arena is on its course, as arenas of this line mostly are; 0 if not. What
   * it has is known from how far it has come: nothing is counted.
   */
  final long takeNext(long requested, int site, boolean zeroed) {
    int next = log.hasCourse() ? log.next(site, requested) : 0;
    if (next == 0) {
      return 0;
    }
    long size = sizeOf(requested);
    long address = bumpFast(size);
    if (address != 0) {
      if (zeroed) {
        zero(address, size);
      }
      log.goTo(next);
    }
    return address;
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
      long address = takeNext(requested, site, zeroed);
      if (address != 0) {
        return address;
      }
    }
    return log.hasCourse() && course != null
        ? takeOnCourse(course, requested, site, zeroed)
        : takePending(requested, site, zeroed);
  }

  private long takeOnCourse(Course way, long requested, int site, boolean zeroed) {
    long size = sizeOf(requested);
    int next = log.find(way, site, requested);
    if (next == 0 && log.hasRoom(way, requested)) {
      SiteTally tally = lane.tally(site);
      next = tally == null ? 0 : log.add(way, site, requested, size, tally);
    }
    if (next == 0) {
      log.leaveCourse();
      return takePending(requested, site, zeroed);
    }
    if (size > log.courseLeft() && isSampleDue(size)) {
      return takeSampled(requested, site, zeroed);
    }
    long address = takeZeroed(size, zeroed);
    if (address != 0) {
      log.goTo(next);
      limitTo(log.courseLeft());
    }
    return address;
  }

  /** Whether it was a countdown to a sample that has ended; if not, another one begins. */
  private boolean isSampleDue(long size) {
    if (courseMean == 0) {
      countDownCourse();
    }
    return courseMean != 0 && size > log.courseLeft();
  }

  private long takeZeroed(long size, boolean zeroed) {
    long address = bumpOrGrow(lane, size);
    if (address != 0 && zeroed) {
      zero(address, size);
    }
    return address;
  }

  /** An arena that has a sample is not on its course: the sample ends with it. */
  private long takeSampled(long requested, int site, boolean zeroed) {
    double mean = courseMean;
    countDownCourse();
    log.leaveForSample();
    log.turnTo(site, requested, lane.tally(site));
    long size = sizeOf(requested);
    long address = takeZeroed(size, zeroed);
    if (address != 0) {
      log.addSampled(requested, size);
      addSample(Sampling.begin(site, requested, SampleClock.weight(size, mean)));
    }
    return address;
  }

  private long takePending(long requested, int site, boolean zeroed) {
    if (!log.isFor(site, requested) && !log.isNext(site, requested)) {
      // Fetched first: what is counted later can be counted.
      log.turnTo(site, requested, lane.tally(site));
    }
    long size = sizeOf(requested);
    long address = takeZeroed(size, zeroed);
    if (address != 0 && log.add(requested, size)) {
      look(requested, site);
    }
    return address;
  }

  private void look(long requested, int site) {
    boolean due = log.isSampleDue();
    if (log.isMuch()) {
      lane.enter(log);
    }
    if (due) {
      sample(requested, site);
    } else {
      log.goOn();
    }
  }

  private void sample(long requested, int site) {
    double mean = sampleMean;
    countDown();
    if (mean != 0) {
      addSample(Sampling.begin(site, requested, SampleClock.weight(requested, mean)));
    }
  }

  /**
   * The log counts down by itself, so that a segment does not pay for another look. Countdowns have
   * no memory: it does not matter which of many an allocation falls to.
   */
  private void countDown() {
    log.countDown(lane.clock.draw());
    sampleMean = lane.clock.drawnMean();
  }

  private void countDownCourse() {
    log.countDownCourse(lane.clock.draw());
    courseMean = lane.clock.drawnMean();
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
      } else {
        endElsewhere();
      }
      keepOrFree();
    } finally {
      // Until here the collector has not told the watch.
      Reference.reachabilityFence(this);
    }
  }

  private void endElsewhere() {
    if (line != null && tab != null && log.isPlain()) {
      endShort(line);
    } else {
      endLong();
    }
    log.restart(tab != null && tab.log() == log);
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
  private void endShort(OpeningTally tally) {
    long segments = log.pass();
    long bytes = log.passedBytes();
    tally.closed(segments, bytes);
    lane.touch(bytes);
  }

  private void endLong() {
    RegionEnd end = new RegionEnd(tab == null ? Lane.currentOrNull() : lane);
    endParts(end);
    end.closed(opening);
  }
}
