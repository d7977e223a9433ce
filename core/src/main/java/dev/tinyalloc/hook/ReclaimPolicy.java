package dev.tinyalloc.hook;

/**
 * When to ask for a collection on behalf of direct memory, and how long to leave it after one.
 *
 * <p>The collector does not see direct memory: to it, a gigabyte of dropped buffers is a few
 * megabytes of small objects. So the JDK lets it grow to the limit and then stops whoever
 * allocates. We ask at a level that begins at three eighths of the limit:
 *
 * <ul>
 *   <li>What survived the last collection that was asked for must have doubled. A program whose
 *       buffers live long is asked once and then left alone.
 *   <li>What dropped buffers cost a collection, they cost later as well: what counts in the
 *       following is the rest of its length.
 *   <li>A collection is followed by a time without one that makes it {@code percent} of the whole,
 *       and in no case more than half. Above 60 ms that time grows with the fourth power of the
 *       length: with 25 percent, what takes 100 ms is 7 percent of the time, what takes a second
 *       less than a thousandth.
 *   <li>The level sinks, down to a quarter of the limit, while short collections take less than a
 *       twentieth of the time, and rises, up to half of it, when they take more than a tenth.
 *   <li>What was collected late, because it had to wait, took longer than the next one will; its
 *       length is scaled down to the level at which the next will be asked for.
 *   <li>Where the next collection looks at young objects only, the level is what it was at first,
 *       but a quarter of the limit for the first ten, while the VM makes the room larger in steps:
 *       its length does not depend on how many dropped buffers there are, and is a millisecond or
 *       two. What it takes to bring it about runs beside the program, and must not take more than
 *       half of the time of one thread.
 *   <li>Before the first, the length is guessed from the Java heap that survived the last
 *       collection of whatever cause: half a millisecond for each MiB.
 * </ul>
 *
 * <p>Times are nanoseconds, sizes bytes. One thread.
 */
final class ReclaimPolicy {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MIB = NANOS_PER_MILLI / 2;

  /** Collections that take longer get a smaller share. */
  private static final double SHORT_NANOS = 60.0 * NANOS_PER_MILLI;

  /**
   * Following the objects of a dropped buffer took Serial 150 to 190 ns, wherever the level was; G1
   * with two threads half of that.
   */
  private static final long NANOS_PER_DROPPED = 150;

  /** Bringing about one of these takes up to 200 ms. */
  private static final int FIRST_YOUNGS = 10;

  private static final double CHEAP = 0.05;
  private static final double DEAR = 0.1;

  /** {@code limit / 4 ≤ level ≤ limit / 2} */
  private long level;

  private final long first;
  private final long lowest;
  private final long highest;
  private final int percent;

  /** Without what dropped buffers cost. */
  private long pause;

  private long wholePause;
  private long heapThen;

  private int youngs;

  /** How long the last collection of young objects stopped the program. */
  private long youngPause;

  /** What that took in all; the lesser of the last two, since the first of a program is slow. */
  private long youngLength = Long.MAX_VALUE;

  private long lastYoungLength = Long.MAX_VALUE;

  ReclaimPolicy(long limit, int percent) {
    this.lowest = limit / 4;
    this.highest = limit / 2;
    this.first = limit / 8 * 3;
    this.level = first;
    this.percent = percent;
  }

  /**
   * The direct memory in use at which to ask, when {@code survivors} bytes of it are live.
   *
   * @param young whether for a collection of young objects only
   */
  long threshold(long survivors, boolean young) {
    return Math.max(
        young ? youngLevel() : level,
        survivors > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * survivors);
  }

  private long youngLevel() {
    return youngs < FIRST_YOUNGS ? lowest : first;
  }

  /** How long the next collection will take when {@code heap} bytes of Java heap are live. */
  long expectedPause(long heap) {
    if (pause == 0) {
      return (heap >>> 20) * NANOS_PER_MIB;
    }
    return heap <= heapThen ? pause : (long) (pause * ((double) heap / heapThen));
  }

  /** How long to leave it after a collection that took {@code length}, or is going to. */
  long rest(long length) {
    return Math.max(restOf(length), wholePause);
  }

  /** {@link #rest} before a collection of young objects only. */
  long youngRest() {
    return youngPause == 0 ? 0 : Math.max(restOf(youngPause), youngLength);
  }

  private long restOf(long length) {
    double excess = Math.max(1, length / SHORT_NANOS);
    return (long) (length * (100.0 / percent - 1) * excess * excess * excess);
  }

  /** Learns of a collection of young objects: how long it stopped the program, and took in all. */
  void collectedYoung(long stopped, long length) {
    youngs++;
    youngPause = stopped;
    youngLength = Math.min(length, lastYoungLength);
    lastYoungLength = length;
  }

  /**
   * Learns of a collection.
   *
   * @param length what it took
   * @param rested the time since the one before
   * @param direct the direct memory in use before
   * @param dropped how many buffers it has found
   * @param heap the Java heap in use after
   */
  void collected(long length, long rested, long direct, long dropped, long heap) {
    long own = Math.max(1, length - dropped * NANOS_PER_DROPPED);
    double late = Math.max(1, (double) direct / level);
    pause = Math.max(1, (long) (own / late));
    wholePause = length;
    heapThen = Math.max(1, heap);
    adapt((double) own / (length + Math.max(1, rested)));
  }

  private void adapt(double share) {
    if (share < CHEAP && pause < SHORT_NANOS / 2) {
      level = Math.max(lowest, level - level / 8);
    } else if (share > DEAR) {
      level = Math.min(highest, level + level / 8);
    }
  }
}
