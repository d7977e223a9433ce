package dev.tinyalloc.hook;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.site.OpeningTally;
import dev.tinyalloc.site.Openings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier keeps for the lines that open arenas: a tally of each, and regions that the next
 * arenas of the same line may take over. Used by that carrier alone, but for what says otherwise.
 */
abstract class LaneRegions extends Reservation {

  /** So many regions of one line stay. */
  private static final int SPARES = 8;

  /** By opening id; null until the opening is first met here. */
  private @Nullable OpeningTally[] openings = new OpeningTally[16];

  /** By opening id the first of the regions that the next arena of that line may take over. */
  private @Nullable Region[] regions = new Region[16];

  /** This. */
  abstract Lane lane();

  /** This carrier's tally of {@code opening}, which is not 0; made at first sight. */
  final OpeningTally opening(int opening) {
    @Nullable OpeningTally[] known = openings;
    OpeningTally tally = opening < known.length ? known[opening] : null;
    return tally != null ? tally : newOpening(opening);
  }

  private @Nullable Region region(int opening) {
    @Nullable Region[] known = regions;
    return opening < known.length ? known[opening] : null;
  }

  /** A region for an arena that {@code opening} opens, whose owner stays with this carrier. */
  final Region vacantRegion(int opening) {
    Region region = region(opening);
    return region != null && !region.isOpen() ? region : spareOrNew(opening);
  }

  /** Arenas of one line may be nested. */
  private Region spareOrNew(int opening) {
    Region first = region(opening);
    Region region = first;
    int count = 0;
    while (region != null && region.isOpen()) {
      region = region.spare;
      count++;
    }
    if (region != null) {
      return region;
    }
    if (count >= SPARES && first != null) {
      letGo(first);
      first = null;
    }
    return newRegion(opening, first);
  }

  private Region newRegion(int opening, @Nullable Region others) {
    if (opening >= regions.length) {
      regions = Arrays.copyOf(regions, Math.max(opening + 1, 2 * regions.length));
    }
    Region region = new Region(opening, lane(), true);
    region.spare = others;
    region.stays(true);
    regions[opening] = region;
    return region;
  }

  private OpeningTally newOpening(int opening) {
    if (opening >= openings.length) {
      openings = Arrays.copyOf(openings, Math.max(opening + 1, 2 * openings.length));
    }
    OpeningTally tally = new OpeningTally(Openings.opening(opening));
    openings[opening] = tally;
    return tally;
  }

  /**
   * Lets go of all regions whose line has opened no arena since the last call, and else of all but
   * one. From any thread.
   *
   * @param all of all regions
   */
  final void letGo(boolean all) {
    @Nullable Region[] known = regions;
    for (int i = 1; i < known.length; i++) {
      Region first = known[i];
      if (first != null) {
        boolean idle = opening(i).isIdle();
        Region rest = idle || all ? first : first.spare;
        if (rest == first) {
          known[i] = null;
        } else {
          first.spare = null;
        }
        letGo(rest);
      }
    }
  }

  private static void letGo(@Nullable Region region) {
    for (Region next = region; next != null; next = next.spare) {
      next.stays(false);
    }
  }

  /** Adds to {@code counts}, by size class, the chunks that regions of closed arenas keep. */
  final void countKept(long[] counts) {
    for (Region first : regions) {
      for (Region region = first; region != null; region = region.spare) {
        long bytes = region.isOpen() ? 0 : region.reusableBytes();
        if (bytes > 0) {
          counts[AllocatorStats.sizeClass(bytes)]++;
        }
      }
    }
  }
}
