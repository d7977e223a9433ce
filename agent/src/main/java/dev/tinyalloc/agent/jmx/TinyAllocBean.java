package dev.tinyalloc.agent.jmx;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.SnapshotSource;
import java.util.Locale;

/** Takes a snapshot for each question. */
final class TinyAllocBean implements TinyAllocMXBean {

  private final SnapshotSource source;

  TinyAllocBean(SnapshotSource source) {
    this.source = source;
  }

  @Override
  public String getMode() {
    return source.now().agent().mode().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String getVersion() {
    return source.now().agent().version();
  }

  @Override
  public long getAllocations() {
    return source.now().totals().allocations();
  }

  @Override
  public long getAllocatedBytes() {
    return source.now().totals().allocatedBytes();
  }

  @Override
  public long getFrees() {
    return source.now().totals().frees();
  }

  @Override
  public long getFreedBytes() {
    return source.now().totals().freedBytes();
  }

  @Override
  public long getLiveAllocations() {
    return source.now().totals().liveAllocations();
  }

  @Override
  public long getLiveBytes() {
    return source.now().totals().liveBytes();
  }

  @Override
  public long getPeakLiveBytes() {
    return source.now().totals().peakLiveBytes();
  }

  @Override
  public long getCommittedBytes() {
    return source.now().memory().committedBytes();
  }

  @Override
  public long getReservedBytes() {
    return source.now().memory().reservedBytes();
  }

  @Override
  public long getLiveBlockBytes() {
    return source.now().memory().liveBlockBytes();
  }

  @Override
  public long getFreeBlockBytes() {
    return source.now().memory().freeBlockBytes();
  }

  @Override
  public long getUncutBytes() {
    return source.now().memory().uncutBytes();
  }

  @Override
  public long getEmptySegmentBytes() {
    return source.now().memory().emptySegmentBytes();
  }

  @Override
  public long getLargeBytes() {
    return source.now().memory().largeBytes();
  }

  @Override
  public long getCachedLargeBytes() {
    return source.now().memory().cachedLargeBytes();
  }

  @Override
  public long getMetadataBytes() {
    return source.now().memory().metadataBytes();
  }

  @Override
  public long getOpenArenas() {
    long open = 0;
    for (OpeningCounts opening : source.now().arenas()) {
      open += opening.openNow();
    }
    return open;
  }

  @Override
  public long getNeverClosedArenas() {
    long left = 0;
    for (OpeningCounts opening : source.now().arenas()) {
      left += opening.neverClosed();
    }
    return left;
  }

  @Override
  public SiteRow[] getSites() {
    Snapshot snapshot = source.now();
    SiteRow[] rows = new SiteRow[Math.min(SITES, snapshot.sites().size())];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new SiteRow(snapshot.sites().get(i));
    }
    return rows;
  }

  @Override
  public long purge() {
    return source.hasAllocator() ? TinyAlloc.purge() : 0;
  }
}
