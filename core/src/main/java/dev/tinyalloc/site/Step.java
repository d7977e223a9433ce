package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import org.jspecify.annotations.Nullable;

/**
 * An allocation on a {@link Course}: after all those from the root to the one before it. Written by
 * its carrier alone; a reader may see a count a moment late.
 *
 * <p>{@code bytes = parent.bytes + requested}, {@code taken = parent.taken + size}, {@code depth =
 * parent.depth + 1}. {@code next} is a child or {@link #OFF}.
 */
public final class Step extends Padding {

  /** Of an arena that is not on its course. */
  public static final Step OFF = new Step(-1);

  /** Of an arena that will be on its course once its log is on the tab. */
  static final Step START = new Step(-1);

  /** That of no allocation. */
  private static final int NONE = -1;

  final int site;
  final long requested;

  /** What the allocation takes, rounding included, in bytes. */
  final long size;

  /** The carrier's tally of the site; null at the root alone. */
  final @Nullable SiteTally tally;

  final @Nullable Step parent;

  /** How many allocations there are up to this one. */
  final int depth;

  /** All that they have requested, in bytes. */
  final long bytes;

  /** All that they take, in bytes; negative where there is no course. */
  final long taken;

  /** What those of this site among them have requested, in bytes. */
  private final long siteBytes;

  /** The child of {@link #parent} that came before. */
  final @Nullable Step sibling;

  /** The step that came before at the same {@link #tally}. */
  final @Nullable Step before;

  /** The child that came last. */
  @Nullable Step child;

  /** The child that was met last: likely to be met next. */
  Step next;

  /** How many arenas were closed right behind this. The only count that is kept. */
  private long ends;

  /** When {@link #touchSites} was called last, by the lane's own time. */
  private long touchedAt = -1;

  /** The first step of a course: no allocation. */
  Step() {
    this(0);
  }

  private Step(long taken) {
    this.site = NONE;
    this.requested = NONE;
    this.size = 0;
    this.tally = null;
    this.parent = null;
    this.depth = 0;
    this.bytes = 0;
    this.taken = taken;
    this.siteBytes = 0;
    this.sibling = null;
    this.before = null;
    // Those that have none ahead point to themselves: nobody asks for site -1.
    this.next = taken < 0 ? this : OFF;
  }

  Step(Step parent, int site, long requested, long size, SiteTally tally) {
    this.site = site;
    this.requested = requested;
    this.size = size;
    this.tally = tally;
    this.parent = parent;
    this.depth = parent.depth + 1;
    this.bytes = parent.bytes + requested;
    this.taken = parent.taken + size;
    this.siteBytes = parent.siteBytes(tally) + requested;
    this.sibling = parent.child;
    this.before = tally.lastStep;
    this.next = OFF;
  }

  private long siteBytes(SiteTally ofTally) {
    Step step = this;
    while (step.parent != null && step.tally != ofTally) {
      step = step.parent;
    }
    return step.siteBytes;
  }

  /** The allocation that is likely to come next; it is to be asked {@link #isFor}. */
  public Step next() {
    return next;
  }

  /** Whether it is an allocation of {@code bytes} bytes at {@code asked}. */
  public boolean isFor(int asked, long bytes) {
    return site == asked && requested == bytes;
  }

  /** Whether an arena that has come here is on a course. */
  public boolean isOnCourse() {
    return taken >= 0;
  }

  /** What the allocation takes, rounding included, in bytes. */
  public long size() {
    return size;
  }

  /** What all allocations up to this one have requested, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** What they take, rounding included, in bytes. */
  public long taken() {
    return taken;
  }

  /** Counts an arena that was closed here, with all that it had. */
  public void end() {
    ends++;
  }

  /**
   * Whether what the sites of this way have live in all may be higher than at the last call.
   *
   * @param now how often the carrier has raised that by other ways
   */
  public boolean isRaised(long now) {
    return touchedAt != now;
  }

  /** Notes for each site of this way that what it has there was live for a while. */
  public void touchSites(long now) {
    for (Step step = this; step != null && step.tally != null; step = step.parent) {
      step.tally.touch(step.siteBytes);
    }
    touchedAt = now;
  }

  /** Arenas that were closed right behind this. */
  long ends() {
    return ends;
  }

  /** How often the allocation was made, in arenas that are closed. */
  long count() {
    long sum = ends;
    for (Step one = child; one != null; one = one.sibling) {
      sum += one.count();
    }
    return sum;
  }

  /** Bytes that an arena has requested at {@code asked} when it has come here. */
  long bytesOf(int asked) {
    Step step = this;
    while (step.parent != null && step.site != asked) {
      step = step.parent;
    }
    return step.siteBytes;
  }
}
