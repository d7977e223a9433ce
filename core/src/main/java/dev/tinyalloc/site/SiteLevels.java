package dev.tinyalloc.site;

import org.jspecify.annotations.Nullable;

/**
 * One figure of every site at once, for who asks often: a look at each thread's tallies, and one at
 * each tab, where {@link Site#totals} looks at the tabs for each site. From any thread; exact once
 * the writers are quiet. Nothing is allocated.
 */
public final class SiteLevels {

  private SiteLevels() {}

  /**
   * Enters in {@code bytes[id]} what is live at each site, in requested bytes.
   *
   * @return how many sites were entered: all that there are, or as many as have room
   */
  public static int live(long[] bytes) {
    int count = Math.min(Sites.count(), bytes.length - 1);
    for (int id = 1; id <= count; id++) {
      bytes[id] = Sites.site(id).entered();
    }
    Tab.addTo(bytes, count);
    return count;
  }

  /**
   * Enters in {@code bytes[id]} what each site has ever asked for, in bytes.
   *
   * @return how many sites were entered: all that there are, or as many as have room
   */
  public static int allocated(long[] bytes) {
    int count = Math.min(Sites.count(), bytes.length - 1);
    for (int id = 1; id <= count; id++) {
      bytes[id] = allocated(Sites.site(id));
    }
    Tab.addTo(bytes, count);
    return count;
  }

  private static long allocated(Site site) {
    long sum = 0;
    for (Gauge.@Nullable Share share = site.firstShare(); share != null; share = share.next) {
      sum += allocated((SiteTally) share);
    }
    return sum;
  }

  private static long allocated(SiteTally tally) {
    long sum = tally.allocatedBytes;
    for (Step step = tally.lastStep; step != null; step = step.before) {
      sum += step.count() * step.requested;
    }
    return sum;
  }
}
