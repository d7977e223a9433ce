package dev.tinyalloc.site;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ways that the arenas of one line take on one carrier: a tree, whose steps are allocations.
 *
 * <p>Most arenas of a line allocate at the same sites, the same sizes, in the same order. Such an
 * arena counts nothing on its way, but where it ends: one count, of which the reader derives all
 * others. The arena whose log is on the carrier's {@link Tab} may be on the course, no other.
 *
 * <pre>
 *   allocations of a step = Σ ends over the steps from it on
 *                           + 1 if an open arena is there
 * </pre>
 *
 * <p>What an arena looks at stands in rows of numbers, one for each step: an arena that holds the
 * number of a row, and no reference, needs no barrier of the collector's when it goes on.
 *
 * <p>Used by its carrier alone, but for what readers derive.
 */
public final class Course {

  /** Numbers in a row. */
  private static final int ROW = 8;

  /** In a row: the row that came next the last time, {@link #OFF} at the end. */
  static final int NEXT = 0;

  /** {@link #key} of the allocation. */
  static final int KEY = 1;

  /** {@link Step#taken}; negative where there is no course. */
  static final int TAKEN = 2;

  /** {@link Step#bytes}. */
  static final int BYTES = 3;

  /** Arenas that were closed right behind the step: the only count that is kept. */
  static final int ENDS = 4;

  /** When the sites of the way were touched last, by the lane's own time. */
  static final int TOUCHED = 5;

  /**
   * The row of an arena that is on no course. It keeps other threads' memory at a distance, too.
   */
  static final int OFF = 0;

  /** That of one that will be once its log is on the tab. */
  static final int START = ROW;

  /** That of one without an allocation. */
  static final int ROOT = 2 * ROW;

  /** Nobody's key. */
  private static final long NOBODY = -1;

  /** The rows of a log that has no course. */
  static final long[] NOWHERE = nowhere(ROOT);

  private static final int MAX_STEPS = 64;

  /** To look through more takes longer than to count. */
  private static final int MAX_CHILDREN = 8;

  /** So much an arena may have requested on its course, in bytes: what a tab can have pending. */
  private static final long MAX_BYTES = Gauge.PUBLISH_BYTES / 4;

  /** Over so many arenas it is seen how many leave. */
  private static final int WINDOW = 64;

  private final OpeningTally line;

  /** Replaced when it grows. */
  private long[] rows = nowhere(2 * ROOT);

  /** By row; null where there is no step. {@code steps.length * ROW = rows.length}. */
  private @Nullable Step[] steps = new Step[rows.length / ROW];

  private final Step root = new Step(this, ROOT);

  /** All but the root: {@code count ≤ MAX_STEPS}. */
  private int count;

  /** How many arenas were opened when the window began, and how many have left since. */
  private long windowBegan;

  private int left;

  private boolean isGivenUp;

  @SuppressWarnings("this-escape")
  Course(OpeningTally line) {
    this.line = line;
    enter(root, NOBODY);
  }

  private static long[] nowhere(int length) {
    long[] rows = new long[length];
    for (int row : new int[] {OFF, START}) {
      rows[row + KEY] = NOBODY;
      rows[row + TAKEN] = -1;
    }
    return rows;
  }

  /** An allocation of {@code bytes} bytes, which are less than 2 GiB, at {@code site}. */
  static long key(int site, long bytes) {
    return ((long) site << Integer.SIZE) | bytes;
  }

  /** The rows now; those of before have what they had when they were replaced. */
  long[] rows() {
    return rows;
  }

  /** The step of a row; {@link Step#NONE} where there is none. From any thread. */
  Step step(int row) {
    @Nullable Step[] known = steps;
    int at = row / ROW;
    Step step = at < known.length ? known[at] : null;
    return step == null ? Step.NONE : step;
  }

  /** Arenas that were closed right behind the step with this row. From any thread. */
  long ends(int row) {
    long[] known = rows;
    return row < known.length ? known[row + ENDS] : 0;
  }

  /** Whether the arenas of the line vary so much that none is to begin. */
  boolean isGivenUp() {
    return isGivenUp;
  }

  /** Notes that an arena has left. */
  void left() {
    left++;
    long arenas = line.opened - windowBegan;
    if (arenas >= WINDOW) {
      isGivenUp |= 4L * left > arenas;
      windowBegan = line.opened;
      left = 0;
    }
  }

  /** The row behind {@code row} for such an allocation, or {@link #OFF}; it will be next. */
  int find(int row, int site, long requested) {
    Step step = step(row).child(site, requested);
    if (step == null) {
      return OFF;
    }
    rows[row + NEXT] = step.row;
    return step.row;
  }

  /** Whether {@link #add} may be called. */
  boolean hasRoom(int row, long requested) {
    Step at = step(row);
    return count < MAX_STEPS && at.bytes + requested <= MAX_BYTES && at.children() < MAX_CHILDREN;
  }

  /**
   * Adds a step behind {@code row}, for an allocation of {@code requested} bytes that takes {@code
   * size}. Replaces {@link #rows}.
   *
   * @param tally the carrier's tally of {@code site}
   * @return its row
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  int add(int row, int site, long requested, long size, SiteTally tally) {
    Step at = step(row);
    int added = ROOT + (count + 1) * ROW;
    if (added == rows.length) {
      grow();
    }
    Step step = new Step(at, added, site, requested, size, tally);
    enter(step, key(site, requested));
    count++;
    at.child = step;
    tally.lastStep = step;
    rows[row + NEXT] = added;
    return added;
  }

  private void grow() {
    long[] moreRows = Arrays.copyOf(rows, 2 * rows.length);
    steps = Arrays.copyOf(steps, 2 * steps.length);
    rows = moreRows;
  }

  private void enter(Step step, long key) {
    int row = step.row;
    rows[row + NEXT] = OFF;
    rows[row + KEY] = key;
    rows[row + TAKEN] = step.taken;
    rows[row + BYTES] = step.bytes;
    rows[row + TOUCHED] = -1;
    steps[row / ROW] = step;
  }

  /** Arenas that were closed on their course. */
  long ends() {
    return root.count();
  }

  /** Adds what is known of them. */
  void addTo(OpeningTotals totals) {
    root.addTo(totals);
  }

  /** Whether all equations hold. For tests, on its carrier. */
  boolean isValid() {
    return count <= MAX_STEPS && steps.length * ROW == rows.length && valid(root) == count;
  }

  /** How many steps there are behind {@code at}; -1 if one is not valid. */
  private int valid(Step at) {
    int behind = 0;
    boolean nextIsChild = rows[at.row + NEXT] == OFF;
    for (Step step = at.child; step != null; step = step.sibling) {
      int behindIt = valid(step);
      if (behindIt < 0 || step.parent != at || !addsUp(at, step)) {
        return -1;
      }
      nextIsChild |= rows[at.row + NEXT] == step.row;
      behind += 1 + behindIt;
    }
    return nextIsChild ? behind : -1;
  }

  private boolean addsUp(Step at, Step step) {
    return step.bytes == at.bytes + step.requested
        && step.taken == at.taken + step.size
        && step.depth == at.depth + 1
        && step.bytes <= MAX_BYTES
        && step(step.row) == step
        && rows[step.row + KEY] == key(step.site, step.requested)
        && rows[step.row + TAKEN] == step.taken
        && rows[step.row + BYTES] == step.bytes;
  }
}
