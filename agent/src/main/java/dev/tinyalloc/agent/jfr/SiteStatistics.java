package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What one allocating line has allocated and freed. */
@Name("dev.tinyalloc.SiteStatistics")
@Label("Site Statistics")
@Description("What one allocating line has allocated and freed.")
@Category("TinyAlloc")
@Period("endChunk")
@StackTrace(false)
final class SiteStatistics extends Event {
  @Label("Site")
  int site;

  @Label("Class")
  @Nullable String className;

  @Label("Method")
  @Nullable String method;

  @Label("File")
  @Nullable String file;

  @Label("Line")
  int line;

  @Label("Method Called")
  @Nullable String api;

  @Label("Class Loader")
  @Nullable String loader;

  @Label("Route")
  @Nullable String route;

  @Label("Allocations")
  long allocations;

  @Label("Allocated")
  @DataAmount
  long allocatedBytes;

  @Label("Frees")
  long frees;

  @Label("Freed")
  @DataAmount
  long freedBytes;

  @Label("Live Allocations")
  long liveAllocations;

  @Label("Live")
  @DataAmount
  long liveBytes;

  @Label("Peak Live")
  @DataAmount
  long peakLiveBytes;

  @Label("After Rounding")
  @DataAmount
  long blockBytes;

  @Label("Large Allocations")
  long largeAllocations;

  /** One event for each site. */
  static void commitAll(Snapshot snapshot) {
    for (SiteCounts site : snapshot.sites()) {
      SiteStatistics event = new SiteStatistics();
      event.place(site);
      event.counts(site);
      event.commit();
    }
  }

  private void place(SiteCounts from) {
    site = from.id();
    className = from.className();
    method = from.method();
    file = from.file();
    line = from.line();
    api = from.api();
    loader = from.loader();
    route = from.route();
  }

  private void counts(SiteCounts from) {
    allocations = from.allocations();
    allocatedBytes = from.allocatedBytes();
    frees = from.frees();
    freedBytes = from.freedBytes();
    liveAllocations = from.liveAllocations();
    liveBytes = from.liveBytes();
    peakLiveBytes = from.peakLiveBytes();
    blockBytes = from.blockBytes();
    largeAllocations = from.largeAllocations();
  }
}
