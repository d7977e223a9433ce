package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** Where TinyAlloc's memory is. */
@Name("dev.tinyalloc.TierStatistics")
@Label("Tier Statistics")
@Description("Where TinyAlloc's memory is.")
@Category("TinyAlloc")
@Period("endChunk")
@StackTrace(false)
final class TierStatistics extends Event {
  @Label("Reserved")
  @DataAmount
  long reservedBytes;

  @Label("Committed")
  @DataAmount
  long committedBytes;

  @Label("Live Blocks")
  @DataAmount
  long liveBlockBytes;

  @Label("Free Blocks")
  @DataAmount
  long freeBlockBytes;

  @Label("Not Cut Yet")
  @DataAmount
  long uncutBytes;

  @Label("Empty Segments")
  @DataAmount
  long emptySegmentBytes;

  @Label("Large Blocks")
  @DataAmount
  long largeBytes;

  @Label("Cached Large Blocks")
  @DataAmount
  long cachedLargeBytes;

  @Label("Bookkeeping")
  @DataAmount
  long metadataBytes;

  /** One event. */
  static void commitAll(Snapshot snapshot) {
    new TierStatistics().commit(snapshot.memory());
  }

  private void commit(Memory from) {
    reservedBytes = from.reservedBytes();
    committedBytes = from.committedBytes();
    liveBlockBytes = from.liveBlockBytes();
    freeBlockBytes = from.freeBlockBytes();
    uncutBytes = from.uncutBytes();
    emptySegmentBytes = from.emptySegmentBytes();
    largeBytes = from.largeBytes();
    cachedLargeBytes = from.cachedLargeBytes();
    metadataBytes = from.metadataBytes();
    commit();
  }
}
