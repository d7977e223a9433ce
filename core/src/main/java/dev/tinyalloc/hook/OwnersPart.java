package dev.tinyalloc.hook;

import dev.tinyalloc.sample.SampleClock;
import dev.tinyalloc.site.Course;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Tab;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a confined arena takes for its segments. If the owner stays with its carrier,
 * the arena goes along its line's {@link Course}, where nothing is counted; or, where the line has
 * none or the arena has left it, its segments are pending in the log. Else each is counted at once.
 */
class OwnersPart extends RegionPart {

  final Lane lane;

  /** The lane's, if the owner stays with that lane; else null. */
  final @Nullable Tab tab;

  /** The opening line on this lane; null where that is nobody's. */
  final @Nullable OpeningTally line;

  /** Of the line; null where the arenas are on none. */
  private final @Nullable Course course;

  /** Of the countdown that {@link #log} has for what is pending, in bytes. */
  private double sampleMean;

  /** Of that to a sample on the course. */
  private double courseMean;

  OwnersPart(int opening, Lane lane, boolean stays) {
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
}
