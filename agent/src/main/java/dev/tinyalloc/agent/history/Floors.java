package dev.tinyalloc.agent.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lowest level of every site in each of the last {@link #SLOTS} batches of ticks, on {@link
 * #SCALES} scales. A level that saws, because only the collector frees, is seen by its troughs. Not
 * thread-safe.
 *
 * <p>A batch has {@link #FIRST_TICKS} ticks on the finest scale, and {@link #RATIO} batches of the
 * scale below on every other. With a tick a second the windows are 48 s, 3.2 min, 13 min, 51 min,
 * 3.4 h, 14 h and 55 h long. A site takes {@code SCALES × (SLOTS + 1)} numbers from the first batch
 * on that it held something all through; its floors before are 0.
 */
final class Floors {

  static final int SLOTS = 8;
  static final int SCALES = 7;
  static final int FIRST_TICKS = 6;
  static final int RATIO = 4;

  /** For each scale a ring of {@link #SLOTS} floors, then the floor of the batch under way. */
  private static final int STRIDE = SLOTS + 1;

  /** By site id. */
  private long[] @Nullable [] sites = new long[64][];

  /**
   * By site id, in the batch under way on the finest scale. In one piece, for it is gone through at
   * every tick; 0 for a site that was not there when the batch began.
   */
  private long[] lowest = new long[64];

  /** By scale: batches that are complete, and when the last ones of them ended. */
  private final long[] batches = new long[SCALES];

  private final long[][] endNanos = new long[SCALES][SLOTS];
  private int ticks;

  /** Looks at the levels of the sites 1 to {@code count} at the time {@code nanos}. */
  void tick(long[] levels, int count, long nanos) {
    if (count >= sites.length) {
      sites = Arrays.copyOf(sites, Math.max(count + 1, 2 * sites.length));
      lowest = Arrays.copyOf(lowest, sites.length);
    }
    if (ticks == 0) {
      System.arraycopy(levels, 1, lowest, 1, count);
    }
    for (int id = 1; id <= count; id++) {
      lowest[id] = Math.min(lowest[id], levels[id]);
    }
    if (++ticks == FIRST_TICKS) {
      ticks = 0;
      enter(count);
      end(0, nanos);
    }
  }

  /** Takes the lowest levels of the batch that ends, on the finest scale. */
  private void enter(int count) {
    for (int id = 1; id <= count; id++) {
      // A thread that frees may be seen before the one that has allocated.
      long level = Math.max(0, lowest[id]);
      long[] site = sites[id];
      if (site == null && level > 0) {
        site = newSite();
        sites[id] = site;
      }
      if (site != null) {
        site[SLOTS] = level;
      }
    }
  }

  /** Held nothing all through the batches that are complete. */
  private long[] newSite() {
    long[] site = new long[SCALES * STRIDE];
    for (int scale = 1; scale < SCALES && batches[scale - 1] % RATIO == 0; scale++) {
      site[scale * STRIDE + SLOTS] = Long.MAX_VALUE;
    }
    return site;
  }

  /** Ends the batch under way on {@code scale}, and on those above that end with it. */
  private void end(int scale, long nanos) {
    int slot = (int) (batches[scale] % SLOTS);
    int at = scale * STRIDE;
    int above = scale + 1 < SCALES ? at + STRIDE + SLOTS : -1;
    for (long[] site : sites) {
      if (site != null) {
        long floor = site[at + SLOTS];
        site[at + slot] = floor;
        site[at + SLOTS] = Long.MAX_VALUE;
        if (above > 0 && floor < site[above]) {
          site[above] = floor;
        }
      }
    }
    endNanos[scale][slot] = nanos;
    batches[scale]++;
    if (above > 0 && batches[scale] % RATIO == 0) {
      end(scale + 1, nanos);
    }
  }

  /** On how many scales the window is full: the finest ones. */
  int fullScales() {
    int full = 0;
    while (full < SCALES && batches[full] >= SLOTS) {
      full++;
    }
    return full;
  }

  /** From one batch's end to the next on a full scale, on average, in nanoseconds. */
  double stepNanos(int scale) {
    int oldest = (int) (batches[scale] % SLOTS);
    int newest = (oldest + SLOTS - 1) % SLOTS;
    return (double) (endNanos[scale][newest] - endNanos[scale][oldest]) / (SLOTS - 1);
  }

  /** The floors of a site on a full scale, oldest first; null if all ever were 0. */
  double @Nullable [] of(int id, int scale) {
    long[] site = id < sites.length ? sites[id] : null;
    if (site == null) {
      return null;
    }
    double[] floors = new double[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      floors[i] = site[scale * STRIDE + (int) ((batches[scale] + i) % SLOTS)];
    }
    return floors;
  }

  /** Numbers kept for all sites together. */
  long size() {
    long size = 0;
    for (long[] site : sites) {
      size += site == null ? 0 : site.length;
    }
    return size;
  }
}
