package dev.tinyalloc.agent.report;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.SizeClass;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.SiteTotals;
import dev.tinyalloc.site.Sites;
import java.util.ArrayList;
import java.util.List;

/** The allocator's figures. The only class here that touches core; loaded if that is installed. */
final class CoreReader {

  private final AllocatorStats stats = TinyAlloc.stats();

  /** All registered sites, in {@link SiteOrder}. */
  List<SiteCounts> sites(String route) {
    int count = Sites.count();
    List<SiteCounts> sites = new ArrayList<>(count);
    for (int id = 1; id <= count; id++) {
      sites.add(counts(Sites.site(id), route));
    }
    sites.sort(SiteOrder.INSTANCE);
    return List.copyOf(sites);
  }

  long peakLiveBytes() {
    return Sites.TOTAL.peak();
  }

  Memory memory() {
    return new Memory(
        stats.reservedBytes(),
        stats.liveBlockBytes(),
        stats.freeBlockBytes(),
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
          new SizeClass(AllocatorStats.blockBytes(c), stats.liveBlocks(c), stats.allocations(c)));
    }
    return List.copyOf(classes);
  }

  private static SiteCounts counts(Site site, String route) {
    SiteTotals totals = site.totals();
    return new SiteCounts(
        site.id(),
        site.api(),
        site.className(),
        site.method(),
        site.file(),
        site.line(),
        site.loader(),
        route,
        totals.allocations(),
        totals.allocatedBytes(),
        totals.frees(),
        totals.freedBytes(),
        totals.peakLiveBytes(),
        totals.blockBytes(),
        totals.largeAllocations());
  }
}
