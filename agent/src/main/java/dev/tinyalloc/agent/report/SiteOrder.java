package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.Comparator;

/** Most live bytes first, then most allocated bytes, then by class, method, line and id. */
final class SiteOrder implements Comparator<SiteCounts> {

  static final SiteOrder INSTANCE = new SiteOrder();

  private SiteOrder() {}

  @Override
  public int compare(SiteCounts a, SiteCounts b) {
    int order = Long.compare(b.liveBytes(), a.liveBytes());
    if (order == 0) {
      order = Long.compare(b.allocatedBytes(), a.allocatedBytes());
    }
    return order != 0 ? order : comparePlaces(a, b);
  }

  private static int comparePlaces(SiteCounts a, SiteCounts b) {
    int order = a.className().compareTo(b.className());
    if (order == 0) {
      order = a.method().compareTo(b.method());
    }
    if (order == 0) {
      order = Integer.compare(a.line(), b.line());
    }
    return order != 0 ? order : Integer.compare(a.id(), b.id());
  }
}
