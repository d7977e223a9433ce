package dev.tinyalloc.site;

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
 * <p>Used by its carrier alone, but for what readers derive.
 */
public final class Course {

  private static final int MAX_STEPS = 64;

  /** More would take longer to look through than an entry of the log. */
  private static final int MAX_CHILDREN = 8;

  /** So much an arena may have requested on its course, in bytes: what a tab can have pending. */
  private static final long MAX_BYTES = Gauge.PUBLISH_BYTES / 4;

  /** Over so many arenas it is seen how many leave. */
  private static final int WINDOW = 64;

  private final OpeningTally line;

  private final Step root = new Step();

  /** All but the root: {@code steps ≤ MAX_STEPS}. */
  private int steps;

  /** How many arenas were opened when the window began, and how many have left since. */
  private long windowBegan;

  private int left;

  private boolean isGivenUp;

  Course(OpeningTally line) {
    this.line = line;
  }

  /** Where each arena begins. */
  public Step root() {
    return root;
  }

  /** Whether the arenas of the line vary so much that none is to begin. */
  boolean isGivenUp() {
    return isGivenUp;
  }

  /** Notes that an arena has left, since it has come to what nobody has met yet. */
  public void left() {
    left++;
    long arenas = line.opened - windowBegan;
    if (arenas >= WINDOW) {
      isGivenUp |= 4L * left > arenas;
      windowBegan = line.opened;
      left = 0;
    }
  }

  /** The step behind {@code at} for such an allocation, or null; it is likely to be next. */
  public @Nullable Step find(Step at, int site, long requested) {
    Step step = at.child;
    while (step != null && !step.isFor(site, requested)) {
      step = step.sibling;
    }
    if (step != null) {
      at.next = step;
    }
    return step;
  }

  /** Whether {@link #add} may be called. */
  public boolean hasRoom(Step at, long requested) {
    return steps < MAX_STEPS && at.bytes + requested <= MAX_BYTES && children(at) < MAX_CHILDREN;
  }

  private static int children(Step at) {
    int count = 0;
    for (Step step = at.child; step != null; step = step.sibling) {
      count++;
    }
    return count;
  }

  /**
   * Adds a step behind {@code at} for an allocation of {@code requested} bytes that takes {@code
   * size}.
   *
   * @param tally the carrier's tally of {@code site}
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  public Step add(Step at, int site, long requested, long size, SiteTally tally) {
    Step step = new Step(at, site, requested, size, tally);
    at.child = step;
    at.next = step;
    tally.lastStep = step;
    steps++;
    return step;
  }

  /** Arenas that were closed on their course. */
  long ends() {
    return root.count();
  }

  /** Adds what is known of the arenas that were closed on their course. */
  void addTo(OpeningTotals totals) {
    addTo(totals, root);
  }

  private static void addTo(OpeningTotals totals, Step step) {
    long ends = step.ends();
    totals.addClosed(ends, ends * step.depth, ends * step.bytes);
    for (Step child = step.child; child != null; child = child.sibling) {
      addTo(totals, child);
    }
  }

  /** Whether all equations hold. For tests, on its carrier. */
  boolean isValid() {
    return root.taken == 0 && steps <= MAX_STEPS && validSteps(root) == steps;
  }

  /** How many steps there are behind {@code at}; -1 if one is not valid. */
  private static int validSteps(Step at) {
    int count = 0;
    boolean nextIsChild = at.next == Step.OFF;
    for (Step step = at.child; step != null; step = step.sibling) {
      int behind = validSteps(step);
      if (behind < 0 || step.parent != at || !addsUp(at, step)) {
        return -1;
      }
      nextIsChild |= at.next == step;
      count += 1 + behind;
    }
    return nextIsChild ? count : -1;
  }

  private static boolean addsUp(Step at, Step step) {
    return step.bytes == at.bytes + step.requested
        && step.taken == at.taken + step.size
        && step.depth == at.depth + 1
        && step.bytes <= MAX_BYTES
        && step.tally != null;
  }
}
