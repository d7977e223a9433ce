package dev.tinyalloc.site;

import dev.tinyalloc.os.Padding;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier thread has allocated in one arena, at one site, and has not entered in its tally
 * yet. Most arenas are closed soon: then their allocations and frees are entered together, for the
 * price of one. Written by that thread alone; a reader adds it to what the tallies say.
 *
 * <p>One carrier keeps at most {@link Gauge#PUBLISH_BYTES} here, so that peaks stay as exact as
 * {@link Gauge} says.
 */
public final class Tab extends Padding {

  private static final AtomicReference<@Nullable Tab> TABS = new AtomicReference<>();

  /** The arena's number; 0 while there is none. */
  private long owner;

  private int site;
  private long allocations;
  private long bytes;
  private long blockBytes;

  private final @Nullable Tab next;

  private Tab(@Nullable Tab next) {
    this.next = next;
  }

  /** A tab for the calling carrier. */
  public static Tab open() {
    Tab tab;
    Tab head;
    do {
      head = TABS.get();
      tab = new Tab(head);
    } while (!TABS.compareAndSet(head, tab));
    return tab;
  }

  /** Whether it is that arena's, for that site. */
  public boolean isFor(long arena, int itsSite) {
    return owner == arena && site == itsSite;
  }

  /** Whether it is that arena's. */
  public boolean isFor(long arena) {
    return owner == arena;
  }

  /** Turns an empty tab to another arena or site. */
  public void turnTo(long arena, int newSite) {
    owner = arena;
    site = newSite;
  }

  /**
   * Adds an allocation of {@code requested} bytes that took {@code cost}.
   *
   * @return whether it is too much to be kept
   */
  public boolean add(long requested, long cost) {
    allocations++;
    blockBytes += cost;
    long now = bytes + requested;
    bytes = now;
    return now > Gauge.PUBLISH_BYTES;
  }

  /** The site that it is for. */
  public int site() {
    return site;
  }

  /** Allocations that are in no tally yet. */
  public long allocations() {
    return allocations;
  }

  /** Their requested bytes. */
  public long bytes() {
    return bytes;
  }

  /** What they took, rounding included, in bytes. */
  public long blockBytes() {
    return blockBytes;
  }

  /** Forgets what was entered by now. */
  public void clear() {
    allocations = 0;
    bytes = 0;
    blockBytes = 0;
  }

  /** Bytes on all tabs. */
  static long allBytes() {
    long sum = 0;
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      sum += tab.bytes;
    }
    return sum;
  }

  /** Bytes on the tabs for the site with this id. */
  static long bytesOf(int id) {
    long sum = 0;
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      sum += tab.site == id ? tab.bytes : 0;
    }
    return sum;
  }

  /** Adds what is on the tabs for the site of {@code totals}. */
  static void addTo(SiteTotals totals) {
    for (Tab tab = TABS.get(); tab != null; tab = tab.next) {
      if (tab.site == totals.site().id()) {
        totals.add(tab);
      }
    }
  }
}
