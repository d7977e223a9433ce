package dev.tinyalloc.hook;

import java.util.Arrays;

/**
 * What several sites have taken from one arena: a small hash table. Used by one thread at a time.
 *
 * <p>{@code count ≤ 3/4 sites.length}; a site of 0 means that the entry is free.
 */
final class SiteLog {

  private static final int FIRST = 8;

  private int[] sites = new int[FIRST];

  /** For each entry the segments, and behind them their requested bytes. */
  private long[] sums = new long[2 * FIRST];

  private int count;

  /** Room for one more site, so that {@link #add} cannot fail. */
  void makeRoom() {
    if (4 * (count + 1) > 3 * sites.length) {
      grow();
    }
  }

  /** Adds to what {@code site} has taken; sites that are nobody's are left out. */
  void add(int site, long segments, long bytes) {
    if (site != 0) {
      int entry = entry(site);
      if (sites[entry] == 0) {
        sites[entry] = site;
        count++;
      }
      sums[2 * entry] += segments;
      sums[2 * entry + 1] += bytes;
    }
  }

  /** Counts the end of all of it on {@code lane}. */
  void end(RegionEnd end) {
    for (int i = 0; i < sites.length; i++) {
      if (sites[i] != 0) {
        end.freed(sites[i], sums[2 * i], sums[2 * i + 1]);
      }
    }
    Arrays.fill(sites, 0);
    count = 0;
  }

  private int entry(int site) {
    int entry = site & (sites.length - 1);
    while (sites[entry] != 0 && sites[entry] != site) {
      entry = (entry + 1) & (sites.length - 1);
    }
    return entry;
  }

  private void grow() {
    int[] oldSites = sites;
    long[] oldSums = sums;
    int[] newSites = new int[2 * oldSites.length];
    sums = new long[2 * oldSums.length];
    sites = newSites;
    count = 0;
    for (int i = 0; i < oldSites.length; i++) {
      add(oldSites[i], oldSums[2 * i], oldSums[2 * i + 1]);
    }
  }
}
