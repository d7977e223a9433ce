package dev.tinyalloc.agent.history;

import dev.tinyalloc.AllocatorStats;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.site.SiteLevels;
import dev.tinyalloc.site.Sites;

/** The figures of this process. The only class here that touches core. */
final class CoreCounters implements Counters {

  @Override
  public int siteCount() {
    return Sites.count();
  }

  @Override
  public int live(long[] bytes) {
    return SiteLevels.live(bytes);
  }

  @Override
  public int allocated(long[] bytes) {
    return SiteLevels.allocated(bytes);
  }

  @Override
  public long totalLive() {
    return Sites.TOTAL.level();
  }

  @Override
  public long committed() {
    return AllocatorStats.committedNow();
  }

  @Override
  public void drain(Lifetimes lifetimes) {
    Samples.OF_PROCESS.drain(lifetimes);
  }
}
