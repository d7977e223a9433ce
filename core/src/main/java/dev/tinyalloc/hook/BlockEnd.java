package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.sample.Samples;
import dev.tinyalloc.site.SiteTally;
import dev.tinyalloc.site.Sites;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a buffer's end. On the VM's Reference Handler, where most buffers end, an exception
 * would end the process, or that thread; so none leaves. And the Java heap may be full. The site of
 * a sampled buffer is its sample instead, which ends.
 */
final class BlockEnd {

  private BlockEnd() {}

  /** Gives the block at {@code address} back to its heap. */
  static void giveBack(long address) {
    try {
      if (!TinyAlloc.tryFree(address)) {
        Complaint.FREED_BEFORE.say(null);
      }
    } catch (Throwable ours) {
      Complaint.NOT_FREED.say(ours);
    }
  }

  /** Counts the end of {@code capacity} bytes at {@code site}. */
  static void count(int site, long capacity) {
    try {
      Lane lane = Lane.current();
      lane.freed(lane.tally(site), capacity);
    } catch (Throwable heapIsFull) {
      countApart(site, capacity);
    }
  }

  /**
   * Ends the reservation that {@link Lane} has made for {@code capacity} bytes, and counts.
   *
   * @return the calling carrier's lane, or null if there is no Java heap for one
   */
  static @Nullable Lane settle(int site, int capacity) {
    Lane lane;
    @Nullable SiteTally tally;
    try {
      lane = Lane.current();
      tally = lane.tally(site);
    } catch (Throwable heapIsFull) {
      Jdk.MEMORY.addBytes(-capacity);
      Jdk.MEMORY.addCount(-1);
      countApart(site, capacity);
      return null;
    }
    lane.freedInBooks(tally, capacity);
    return lane;
  }

  private static void countApart(int id, long capacity) {
    int site = Sampling.isSample(id) ? siteAtEnd(id) : id;
    if (site != 0) {
      Sites.site(site).freedApart(1, capacity);
      Sites.TOTAL.lowerApart(capacity);
    }
  }

  private static int siteAtEnd(int sample) {
    int site = Samples.OF_PROCESS.siteOf(sample);
    Samples.OF_PROCESS.end(sample);
    return site;
  }
}
