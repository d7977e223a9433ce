package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.Os;
import dev.tinyalloc.os.StackProbe;
import dev.tinyalloc.sample.SampleClock;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.site.Gauge;
import dev.tinyalloc.site.SiteLog;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
import dev.tinyalloc.site.Tab;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks keep for one carrier thread: its heap, its counts, the bundle that it fills, its
 * part in the books of direct memory. Used by that thread alone, or by a thread that took over from
 * a dead one.
 *
 * <p>A virtual thread must look its lane up again after anything that may block: it may have
 * changed carriers.
 */
final class Lane extends LaneRegions {

  private static final CarrierSlots<Lane> LANES =
      new CarrierSlots<>() {
        @Override
        protected Lane create() {
          return new Lane();
        }

        @Override
        protected void movedIn(Lane lane) {
          lane.heap = Heap.current();
          lane.drawnFor = null;
          NEAR[near(Os.CURRENT.carrierId())] = lane;
        }
      };

  /** Lanes by the low bits of their carrier's id; see {@link Heap#current}. */
  private static final @Nullable Lane[] NEAR = new Lane[1024];

  /** By site id; null until the site is first met here. */
  private @Nullable LaneTally[] tallies = new LaneTally[16];

  /**
   * Where the last usual allocation was counted, and so that the next need not go through {@link
   * #tallies}: each load that depends on another costs more than a nanosecond between the JDK's
   * locked instructions. {@code lastBytes = NONE_USUAL ∨ lastTally = tallies[lastSite] ∧
   * lastTally.isUsual(lastBytes)}
   */
  private @Nullable LaneTally lastTally;

  private int lastSite;
  private long lastBytes = SiteTally.NONE_USUAL;

  /** The heap of the same carrier: both stay as long as their thread lives. */
  @SuppressWarnings("NullAway.Init") // set when it moves in, which is outside any lock
  private Heap heap;

  /** Of what is live over all sites, as far as it is not in the {@link Reservation}. */
  private final Gauge.Part total = new Gauge.Part(Sites.TOTAL);

  /** How often sites of segments have been raised here, but for what is on a course or a tab. */
  private long raises;

  /** Says which allocations are sampled. */
  final SampleClock clock = new SampleClock(Samples.OF_PROCESS);

  /** The log with what is in no tally yet. */
  final Tab tab = Tab.open();

  /** The part of a shared arena that was used here last, or null. */
  @Nullable SharedPart lastPart;

  /** The site of the segment that this carrier is about to ask for by way of the JDK, or 0. */
  int announced;

  /** The trial that {@link #draws} is for. */
  private @Nullable Trial drawnFor;

  /** Where the carrier's draws have come to. */
  private long draws;

  /** When the free that is being timed began, by the clock; 0: none is. */
  long freeStart;

  private Lane() {}

  @Override
  Lane lane() {
    return this;
  }

  static Lane current() {
    Lane lane = near();
    return lane != null ? lane : LANES.current();
  }

  /** {@link #current} where that takes no more than a look, else null. */
  static @Nullable Lane near() {
    long carrier = Os.CURRENT.carrierId();
    Lane lane = NEAR[near(carrier)];
    return lane != null && lane.isHomeOf(carrier) ? lane : null;
  }

  /** {@link #current}, or null where there is no Java heap for one. */
  static @Nullable Lane currentOrNull() {
    try {
      return current();
    } catch (Throwable heapIsFull) {
      return null;
    }
  }

  /** Where this carrier allocates. */
  Heap heap() {
    return heap;
  }

  /** Brings the JDK's books of direct memory up to date. From any thread. */
  static void settleAll() {
    for (Lane lane : LANES.all()) {
      lane.publish();
    }
  }

  /**
   * {@link #settleAll}, and from now on every buffer is entered at once again, for a while.
   *
   * @return whether any carrier was busy until now
   */
  static boolean calmAll() {
    boolean busy = false;
    for (Lane lane : LANES.all()) {
      lane.publish();
      busy |= lane.calm();
    }
    return busy;
  }

  /** A number that depends on the carrier, on how many it has drawn, and on the seed. */
  long draw(Trial trial) {
    draws = drawnFor == trial ? Trial.after(draws) : trial.first(Os.CURRENT.carrierId());
    drawnFor = trial;
    return Trial.mix(draws);
  }

  private static int near(long carrier) {
    return (int) carrier & (NEAR.length - 1);
  }

  /**
   * This carrier's tally of {@code site}, made at first sight; null for 0, which is nobody's site.
   * Fetched before an allocation, since counting with it cannot fail. Given a sample instead, it
   * ends that, and the tally is that of its site.
   *
   * @throws OutOfMemoryError if there is no Java heap for a tally; nothing has happened then
   */
  @Nullable LaneTally tally(int site) {
    LaneTally tally = knownTally(site);
    return tally != null || site == 0 ? tally : newTally(site);
  }

  /**
   * This carrier's tally of {@code site} if an allocation of {@code bytes} bytes is usual there,
   * else null.
   */
  @Nullable LaneTally usualTally(int site, long bytes) {
    return site == lastSite && bytes == lastBytes ? lastTally : otherUsualTally(site, bytes);
  }

  private @Nullable LaneTally otherUsualTally(int site, long bytes) {
    LaneTally tally = knownTally(site);
    if (tally == null || !tally.isUsual(bytes)) {
      return null;
    }
    lastSite = site;
    lastBytes = bytes;
    lastTally = tally;
    return tally;
  }

  /** What is usual at {@code tally} has changed. */
  void forget(LaneTally tally) {
    if (tally == lastTally) {
      lastBytes = SiteTally.NONE_USUAL;
    }
  }

  private @Nullable LaneTally knownTally(int site) {
    @Nullable LaneTally[] known = tallies;
    // Unsigned, as the array's own check is: so there is one check and not two.
    return Integer.compareUnsigned(site, known.length) < 0 ? known[site] : null;
  }

  private @Nullable LaneTally tallyAtEnd(int sample) {
    StackProbe.touch();
    LaneTally tally = tally(Samples.OF_PROCESS.siteOf(sample));
    Samples.OF_PROCESS.end(sample);
    return tally;
  }

  private void allocated(SiteTally tally, long bytes) {
    tally.allocated(bytes);
    total.raise(bytes);
  }

  /** Counts an allocation that TinyAlloc served with {@code cost} bytes. */
  void allocated(@Nullable SiteTally tally, long bytes, long cost, boolean large) {
    if (tally != null) {
      tally.spent(cost, large);
      allocated(tally, bytes);
    }
  }

  /** Counts a buffer of {@code bytes} bytes in a block at {@code address}. */
  void allocatedBuffer(@Nullable SiteTally tally, long address, long bytes) {
    if (tally == null) {
      leaveOut(bytes);
      return;
    }
    if (tally.isUsual(bytes)) {
      tally.allocatedAgain(bytes);
    } else {
      long cost = heap.bufferCost(address, bytes);
      boolean large = heap.isLargeBuffer(bytes);
      tally.spent(cost, large);
      tally.allocated(bytes);
      tally.usualCost(large || Heap.mayWait() ? 0 : cost);
    }
    tellRise();
  }

  /** Counts a buffer of {@code bytes} bytes, a usual one, that the JDK served. */
  void observedAgain(SiteTally tally, long bytes) {
    tally.observedAgain(bytes);
    total.raise(bytes);
  }

  /** Counts an allocation that the JDK served, and TinyAlloc would have with {@code cost} bytes. */
  void observed(@Nullable SiteTally tally, long bytes, long cost) {
    if (tally != null) {
      tally.wouldSpend(cost);
      allocated(tally, bytes);
    }
  }

  /** Counts a buffer of {@code bytes} bytes that the JDK served. */
  void observedBuffer(@Nullable SiteTally tally, long bytes) {
    if (tally == null) {
      return;
    }
    if (tally.isUsual(bytes)) {
      observedAgain(tally, bytes);
    } else {
      long cost = heap.bufferCost(bytes);
      tally.wouldSpend(cost);
      tally.allocated(bytes);
      tally.usualCost(heap.isLargeBuffer(bytes) || Heap.mayWait() ? 0 : cost);
      total.raise(bytes);
    }
  }

  /** {@link #allocated} of a segment: it may be of a site that is on a course as well. */
  void allocatedSegment(@Nullable SiteTally tally, long bytes, long cost, boolean large) {
    raises++;
    allocated(tally, bytes, cost, large);
  }

  /** {@link #allocatedSegment} of a usual one, in a chunk. */
  void allocatedSegmentAgain(SiteTally tally, long bytes) {
    raises++;
    tally.allocatedAgain(bytes);
    total.raise(bytes);
  }

  /** {@link #allocatedSegment} of one that is in the books, as a buffer is. */
  void allocatedInBooks(@Nullable SiteTally tally, long bytes, long cost, boolean large) {
    if (tally == null) {
      leaveOut(bytes);
      return;
    }
    raises++;
    tally.spent(cost, large);
    tally.allocated(bytes);
    tellRise();
  }

  /** {@link #observed}, likewise. */
  void observedSegment(@Nullable SiteTally tally, long bytes, long cost) {
    raises++;
    observed(tally, bytes, cost);
  }

  /** Counts the end of a buffer of ours, or of whatever is in the books as one. */
  void freedInBooks(@Nullable SiteTally tally, int bytes) {
    if (tally == null) {
      leaveOut(-bytes);
    } else {
      tally.freed(bytes);
    }
    give(bytes);
  }

  /** Of a buffer that {@link #allocatedBuffer} will count as if it were in the books. */
  void notInBooks(int site, int bytes) {
    if (site == 0) {
      leaveOut(-bytes);
    } else {
      total.raise(bytes);
    }
  }

  /** Counts the end of an allocation of {@code bytes} bytes that is not in the books. */
  void freed(@Nullable SiteTally tally, long bytes) {
    if (tally != null) {
      tally.freed(bytes);
      total.lower(bytes);
    }
  }

  /**
   * Lets go of regions, so that what they keep goes back, and the collector can tell whether their
   * arenas are unreachable: of all whose line has opened no arena since the last call, and else of
   * all but one. From any thread; a carrier that is about to use one makes another one next time.
   *
   * @param all of all regions
   */
  static void letGoOfRegions(boolean all) {
    for (Lane lane : LANES.all()) {
      lane.lastPart = null;
      lane.letGo(all);
    }
    NearRegions.clear();
  }

  /** Adds to {@code counts}, by size class, the chunks that the regions of closed arenas keep. */
  static void countKeptChunks(long[] counts) {
    for (Lane lane : LANES.all()) {
      lane.countKept(counts);
    }
  }

  /** Enters what is pending in the log on the tab, and turns it to {@code log}. */
  void turnTab(SiteLog log) {
    SiteLog before = tab.log();
    if (before != null) {
      before.offTab();
      enter(before);
    }
    tab.turnTo(log);
  }

  /** Notes that {@code bytes} bytes more were live for a while. */
  void touch(long bytes) {
    total.touch(bytes);
  }

  /** Counts an arena that is closed on its course. */
  void endCourse(SiteLog log) {
    total.touch(log.courseBytes());
    log.endCourse(raises);
  }

  /** Enters what is pending in {@code log} in the tallies. */
  void enter(SiteLog log) {
    for (int entry = 0; entry < log.size(); entry++) {
      SiteTally tally = log.count(entry) == 0 ? null : tally(log.site(entry));
      if (tally != null) {
        raises++;
        tally.allocated(log.range(entry), log.count(entry), log.bytes(entry), log.cost(entry));
        total.raise(log.bytes(entry));
        log.entered(entry);
      }
    }
  }

  /**
   * Enters what is pending in an entry, and counts the end of all of it.
   *
   * @throws OutOfMemoryError if there is no Java heap for a tally; nothing has happened then
   */
  void ended(SiteLog log, int entry) {
    SiteTally tally = tally(log.site(entry));
    if (tally != null) {
      tally.passed(log.range(entry), log.count(entry), log.bytes(entry), log.cost(entry));
      total.touch(log.bytes(entry));
      long count = log.enteredCount(entry);
      if (count != 0) {
        tally.freed(count, log.enteredBytes(entry));
        total.lower(log.enteredBytes(entry));
      }
    }
    log.ended(entry);
  }

  private @Nullable LaneTally newTally(int site) {
    if (Sampling.isSample(site)) {
      return tallyAtEnd(site);
    }
    if (site >= tallies.length) {
      tallies = Arrays.copyOf(tallies, Math.max(site + 1, 2 * tallies.length));
    }
    LaneTally tally = new LaneTally(this, Sites.site(site));
    tallies[site] = tally;
    return tally;
  }
}
