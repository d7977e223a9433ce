package dev.tinyalloc.agent.report;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.agent.report.Snapshot.Times;
import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.site.Durations;
import dev.tinyalloc.site.Opening;
import dev.tinyalloc.site.OpeningTotals;
import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import dev.tinyalloc.site.Sizes;
import java.util.ArrayList;
import java.util.List;

/** The allocator's figures. Loaded only if core is installed. */
final class CoreReader {

  private final AllocatorStats stats = TinyAlloc.stats();

  /** By size class the chunks that wait for the next arena: nobody's, so we show them as free. */
  private final long[] keptChunks = keptChunks();

  /** All registered sites, in {@link SiteOrder}, by their counts alone. */
  List<SiteCounts> sites() {
    return sites(true, new HistoryReader(null));
  }

  /**
   * All registered sites, in {@link SiteOrder}; those that the JDK is to serve have an estimate of
   * redirection.
   *
   * @param redirects whether TinyAlloc serves the sites that have no route of their own
   */
  List<SiteCounts> sites(boolean redirects, HistoryReader history) {
    int count = Sites.count();
    List<SiteCounts> sites = new ArrayList<>(count);
    for (int id = 1; id <= count; id++) {
      sites.add(counts(Sites.site(id), isRedirected(Sites.site(id), redirects), history));
    }
    sites.sort(SiteOrder.INSTANCE);
    return List.copyOf(sites);
  }

  /** All lines that have opened arenas: those that left most of them open first. */
  List<OpeningCounts> arenas() {
    List<OpeningCounts> arenas = new ArrayList<>();
    for (int id = 1; id <= Openings.count(); id++) {
      OpeningTotals totals = Openings.opening(id).totals();
      if (totals.opened() > 0) {
        arenas.add(counts(totals));
      }
    }
    arenas.sort(OpeningOrder.INSTANCE);
    return List.copyOf(arenas);
  }

  private static OpeningCounts counts(OpeningTotals totals) {
    Opening opening = totals.opening();
    return new OpeningCounts(
        opening.id(),
        opening.kind(),
        opening.className(),
        opening.method(),
        opening.file(),
        opening.line(),
        opening.loader(),
        totals.opened(),
        totals.closed(),
        totals.neverClosed(),
        totals.segments(),
        totals.bytes(),
        times(opening.open()),
        times(opening.close()));
  }

  private static Times times(Durations durations) {
    return new Times(
        durations.percentile(50),
        durations.percentile(90),
        durations.percentile(99),
        durations.max());
  }

  long peakLiveBytes() {
    return Sites.TOTAL.peak();
  }

  Memory memory() {
    return new Memory(
        stats.reservedBytes(),
        stats.liveBlockBytes() - keptBytes(),
        stats.freeBlockBytes() + keptBytes(),
        stats.uncutBytes(),
        stats.emptySegmentBytes(),
        stats.largeBytes(),
        stats.cachedLargeBytes(),
        stats.metadataBytes());
  }

  List<SizeClass> sizeClasses() {
    int count = AllocatorStats.sizeClasses();
    List<SizeClass> classes = new ArrayList<>(count);
    for (int c = 0; c < count; c++) {
      classes.add(
          new SizeClass(
              AllocatorStats.blockBytes(c),
              stats.liveBlocks(c) - keptChunks[c],
              stats.allocations(c)));
    }
    return List.copyOf(classes);
  }

  private static long[] keptChunks() {
    long[] kept = new long[AllocatorStats.sizeClasses()];
    if (Openings.count() > 0) {
      ArenaHook.countKeptChunks(kept);
    }
    return kept;
  }

  private long keptBytes() {
    long sum = 0;
    for (int c = 0; c < keptChunks.length; c++) {
      sum += keptChunks[c] * AllocatorStats.blockBytes(c);
    }
    return sum;
  }

  private static boolean isRedirected(Site site, boolean redirects) {
    if (site.isTwin()) {
      return true;
    }
    Route route = Routes.of(site.id());
    return route == Route.AUTO ? redirects : route == Route.TINYALLOC;
  }

  private static SiteCounts counts(Site site, boolean redirected, HistoryReader history) {
    SiteTotals totals = site.totals();
    return new SiteCounts(
        site.id(),
        site.api(),
        site.className(),
        site.method(),
        site.file(),
        site.line(),
        site.loader(),
        redirected ? "tinyalloc" : "jdk",
        totals.allocations(),
        totals.allocatedBytes(),
        totals.frees(),
        totals.freedBytes(),
        totals.peakLiveBytes(),
        totals.blockBytes(),
        totals.largeAllocations(),
        sizes(totals),
        history.lifetimes(site.id()),
        redirected ? null : WhatIf.of(totals));
  }

  private static List<SizeCount> sizes(SiteTotals totals) {
    List<SizeCount> sizes = new ArrayList<>();
    for (int range = 0; range < Sizes.COUNT; range++) {
      long allocations = totals.allocations(range);
      if (allocations > 0) {
        sizes.add(new SizeCount(Sizes.upToBytes(range), allocations));
      }
    }
    return List.copyOf(sizes);
  }
}
