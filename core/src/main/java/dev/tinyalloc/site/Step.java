package dev.tinyalloc.site;

import org.jspecify.annotations.Nullable;

/**
 * An allocation on a {@link Course}: behind all those from the root to its parent. What changes
 * with every arena stands in the course's row of it. Made by the course's carrier, read by anybody.
 *
 * <p>{@code bytes = parent.bytes + requested}, {@code taken = parent.taken + size}, {@code depth =
 * parent.depth + 1}.
 */
final class Step {

  /** Of an arena that is on no course. */
  static final Step NONE = new Step();

  final int site;
  final long requested;

  /** What the allocation takes, rounding included, in bytes. */
  final long size;

  /** The carrier's tally of the site; null where there is no allocation, which is at a root. */
  final @Nullable SiteTally tally;

  /** Null at a root alone. */
  final @Nullable Step parent;

  /** How many allocations there are up to this one. */
  final int depth;

  /** All that they have requested, in bytes. */
  final long bytes;

  /** All that they take, rounding included, in bytes. */
  final long taken;

  /** What those of this site among them have requested, in bytes. */
  private final long siteBytes;

  private final @Nullable Course course;

  /** Its row on the course. */
  final int row;

  /** The child of {@link #parent} that came before. */
  final @Nullable Step sibling;

  /** The step that came before at the same {@link #tally}. */
  final @Nullable Step before;

  /** The child that came last. */
  @Nullable Step child;

  private Step() {
    this(null, Course.OFF);
  }

  /** A root. */
  Step(@Nullable Course course, int row) {
    this.site = 0;
    this.requested = 0;
    this.size = 0;
    this.tally = null;
    this.parent = null;
    this.depth = 0;
    this.bytes = 0;
    this.taken = 0;
    this.siteBytes = 0;
    this.course = course;
    this.row = row;
    this.sibling = null;
    this.before = null;
  }

  Step(Step parent, int row, int site, long requested, long size, SiteTally tally) {
    this.site = site;
    this.requested = requested;
    this.size = size;
    this.tally = tally;
    this.parent = parent;
    this.depth = parent.depth + 1;
    this.bytes = parent.bytes + requested;
    this.taken = parent.taken + size;
    this.siteBytes = parent.bytesOf(site) + requested;
    this.course = parent.course;
    this.row = row;
    this.sibling = parent.child;
    this.before = tally.lastStep;
  }

  /** What an arena that has come here has requested at {@code asked}, in bytes. */
  long bytesOf(int asked) {
    Step step = this;
    while (step.parent != null && step.site != asked) {
      step = step.parent;
    }
    return step.siteBytes;
  }

  /** The child that is such an allocation, or null. */
  @Nullable Step child(int asked, long bytesAsked) {
    Step step = child;
    while (step != null && (step.site != asked || step.requested != bytesAsked)) {
      step = step.sibling;
    }
    return step;
  }

  int children() {
    int count = 0;
    for (Step step = child; step != null; step = step.sibling) {
      count++;
    }
    return count;
  }

  /** Notes for each site of this way that what an arena has there here was live for a while. */
  void touchSites() {
    for (Step step = this; step.parent != null; step = step.parent) {
      if (step.tally != null) {
        step.tally.touch(step.siteBytes);
      }
    }
  }

  /** Arenas that were closed right behind this. */
  long ends() {
    return course == null ? 0 : course.ends(row);
  }

  /** How often the allocation was made, in arenas that are closed. */
  long count() {
    long sum = ends();
    for (Step step = child; step != null; step = step.sibling) {
      sum += step.count();
    }
    return sum;
  }

  void addTo(OpeningTotals totals) {
    long ends = ends();
    totals.addClosed(ends, ends * depth, ends * bytes);
    for (Step step = child; step != null; step = step.sibling) {
      step.addTo(totals);
    }
  }
}
