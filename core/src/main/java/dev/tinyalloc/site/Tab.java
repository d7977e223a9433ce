package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one log of a carrier thread in which allocations may be pending. Most arenas are closed soon:
 * then their allocations and frees are entered in the tallies together, for the price of one.
 * Written by that thread alone; a reader adds what is pending to what the tallies say.
 *
 * <p>At most {@link Gauge#PUBLISH_BYTES} are pending for a site, so that peaks stay as exact as
 * {@link Gauge} says.
 */
public final class Tab extends Padding {

  private static final AtomicReference<@Nullable Tab> TABS = new AtomicReference<>();

  private @Nullable SiteLog log;

  private @Nullable Tab next;

  private Tab() {}

  /** A tab for the calling carrier. */
  public static Tab open() {
    Tab tab = new Tab();
    Tab head;
    do {
      head = TABS.get();
      tab.next = head;
    } while (!TABS.compareAndSet(head, tab));
    return tab;
  }

  /** The log that may have something pending; null if none has. */
  public @Nullable SiteLog log() {
    return log;
  }

  /** Turns to {@code newLog}; nothing is pending in the one before. */
  public void turnTo(SiteLog newLog) {
    log = newLog;
    newLog.onTab();
  }

  /** Bytes pending on all tabs. */
  static long allBytes() {
    long sum = 0;
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      SiteLog log = tab.log;
      sum += log == null ? 0 : log.step().bytes;
      for (int entry = 0; log != null && entry < log.size(); entry++) {
        sum += log.bytes(entry);
      }
    }
    return sum;
  }

  /** Bytes pending for the site with this id. */
  static long bytesOf(int id) {
    long sum = 0;
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      SiteLog log = tab.log;
      sum += log == null ? 0 : log.step().bytesOf(id);
      for (int entry = 0; log != null && entry < log.size(); entry++) {
        sum += log.site(entry) == id ? log.bytes(entry) : 0;
      }
    }
    return sum;
  }

  /** Adds the bytes pending for each of the first {@code count} sites to {@code bytes[id]}. */
  static void addTo(long[] bytes, int count) {
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      SiteLog log = tab.log;
      for (Step step = log == null ? Step.NONE : log.step();
          step.parent != null;
          step = step.parent) {
        if (step.site <= count) {
          bytes[step.site] += step.requested;
        }
      }
      for (int entry = 0; log != null && entry < log.size(); entry++) {
        int site = log.site(entry);
        if (site <= count) {
          bytes[site] += log.bytes(entry);
        }
      }
    }
  }

  /** Adds what is pending for the site of {@code totals}. */
  static void addTo(SiteTotals totals) {
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      SiteLog log = tab.log;
      for (Step step = log == null ? Step.NONE : log.step();
          step.parent != null;
          step = step.parent) {
        if (step.site == totals.site().id()) {
          totals.add(step, 1);
        }
      }
      for (int entry = 0; log != null && entry < log.size(); entry++) {
        if (log.site(entry) == totals.site().id()) {
          totals.add(log, entry);
        }
      }
    }
  }
}
