package dev.tinyalloc.hook;

import dev.tinyalloc.Heap;
import dev.tinyalloc.os.CarrierSlots;
import dev.tinyalloc.os.Os;
import dev.tinyalloc.site.Gauge;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
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
final class Lane extends Reservation {

  private static final CarrierSlots<Lane> LANES =
      new CarrierSlots<>() {
        @Override
        protected Lane create() {
          return new Lane();
        }

        @Override
        protected void movedIn(Lane lane) {
          lane.heap = Heap.current();
          NEAR[near(Os.CURRENT.carrierId())] = lane;
        }
      };

  /** Lanes by the low bits of their carrier's id; see {@link Heap#current}. */
  private static final @Nullable Lane[] NEAR = new Lane[1024];

  /** By site id; null until the site is first met here. */
  private @Nullable SiteTally[] tallies = new SiteTally[16];

  /** The heap of the same carrier: both stay as long as their thread lives. */
  @SuppressWarnings("NullAway.Init") // set when it moves in, which is outside any lock
  private Heap heap;

  private final Gauge.Part total = new Gauge.Part(Sites.TOTAL);

  private Lane() {}

  static Lane current() {
    long carrier = Os.CURRENT.carrierId();
    Lane lane = NEAR[near(carrier)];
    return lane != null && lane.isHomeOf(carrier) ? lane : LANES.current();
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

  private static int near(long carrier) {
    return (int) carrier & (NEAR.length - 1);
  }

  /**
   * This carrier's tally of {@code site}, made at first sight; null for 0, which is nobody's site.
   * Fetched before an allocation, since counting with it cannot fail.
   */
  @Nullable SiteTally tally(int site) {
    @Nullable SiteTally[] known = tallies;
    SiteTally tally = site < known.length ? known[site] : null;
    return tally != null || site == 0 ? tally : newTally(site);
  }

  /** Counts an allocation of {@code bytes} bytes. */
  void allocated(@Nullable SiteTally tally, long bytes) {
    if (tally != null) {
      tally.allocated(bytes);
      total.raise(bytes);
    }
  }

  /** Counts an allocation that TinyAlloc served with {@code cost} bytes. */
  void allocated(@Nullable SiteTally tally, long bytes, long cost, boolean large) {
    if (tally != null) {
      tally.spent(cost, large);
      allocated(tally, bytes);
    }
  }

  /** Counts the end of an allocation of {@code bytes} bytes. */
  void freed(@Nullable SiteTally tally, long bytes) {
    if (tally != null) {
      tally.freed(bytes);
      total.lower(bytes);
    }
  }

  private SiteTally newTally(int site) {
    if (site >= tallies.length) {
      tallies = Arrays.copyOf(tallies, Math.max(site + 1, 2 * tallies.length));
    }
    SiteTally tally = new SiteTally(Sites.site(site));
    tallies[site] = tally;
    return tally;
  }
}
