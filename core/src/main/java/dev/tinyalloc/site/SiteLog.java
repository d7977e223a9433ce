package dev.tinyalloc.site;

import java.util.Arrays;

/**
 * What one arena, or one carrier's part of it, has taken at each site. When it ends, this says what
 * is to be counted as freed; and until then, what is not entered in the carrier's tallies yet.
 * Written by one thread at a time; a reader may see a count a moment late.
 *
 * <p>Each entry has what is pending, which is in no tally, and what is entered. There is one for
 * each key: a site, and the range of sizes of what is pending there.
 */
public final class SiteLog {

  // At 0 the key.
  private static final int COUNT = 1;
  private static final int BYTES = 2;
  private static final int COST = 3;
  private static final int ENTERED_COUNT = 4;
  private static final int ENTERED_BYTES = 5;
  private static final int STRIDE_SHIFT = 3;

  private static final int FIRST_ENTRIES = 2;

  /** Of a key, below the site. */
  private static final int RANGE_BITS = 5;

  private static final int RANGE_MASK = (1 << RANGE_BITS) - 1;

  /** From so many on, a key is looked up by a hash, not by a look at each. */
  private static final int SEARCHED = 16;

  /** A table that has grown beyond it does not stay for the next arena. */
  private static final int KEPT_ENTRIES = 256;

  private long[] entries = new long[FIRST_ENTRIES << STRIDE_SHIFT];
  private int size;

  /** The entry that was met last; the one behind it is likely to be met next. */
  private int last;

  /** Its key; 0 while there is none. What is pending there and not in {@link #entries} yet: */
  private int key;

  private long count;
  private long bytes;
  private long cost;

  /** Whether {@link #entries} have nothing but one key. */
  private boolean isPlain;

  /** Entry by key, plus 1; empty while {@code size ≤ SEARCHED}. */
  private int[] index = {};

  /** The key for requests of {@code bytes} bytes at {@code site}. */
  public static int key(int site, long bytes) {
    return site << RANGE_BITS | Sizes.range(bytes);
  }

  /** Whether {@link #add} is for {@code asked}, a key. */
  public boolean isFor(int asked) {
    return key == asked;
  }

  /** From now on {@link #add} is for {@code newKey}, whose site is not 0. */
  public void turnTo(int newKey) {
    int entry = entry(newKey);
    put();
    last = entry;
    key = newKey;
  }

  private int entry(int wanted) {
    int next = last + 1;
    return next < size && entries[next << STRIDE_SHIFT] == wanted ? next : find(wanted);
  }

  /** Enters what the fields have in {@link #entries}. */
  private void put() {
    isPlain = size == 1 && count == 0 && isPlain;
    if (count != 0) {
      int at = last << STRIDE_SHIFT;
      entries[at + COUNT] += count;
      entries[at + BYTES] += bytes;
      entries[at + COST] += cost;
      count = 0;
      bytes = 0;
      cost = 0;
    }
  }

  private int find(int wanted) {
    int found = size <= SEARCHED ? search(wanted) : index[slot(wanted)] - 1;
    return found >= 0 ? found : append(wanted);
  }

  /** The entry of {@code wanted} by a look at each, or -1. */
  private int search(int wanted) {
    for (int at = 0; at < size; at++) {
      if (entries[at << STRIDE_SHIFT] == wanted) {
        return at;
      }
    }
    return -1;
  }

  private int append(int wanted) {
    if ((size + 1) << STRIDE_SHIFT > entries.length) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    if (size >= SEARCHED && 2 * (size + 1) > index.length) {
      reindex();
    }
    int at = size;
    entries[at << STRIDE_SHIFT] = wanted;
    size = at + 1;
    isPlain = at == 0;
    if (index.length > 0) {
      index[slot(wanted)] = at + 1;
    }
    return at;
  }

  private void reindex() {
    index = new int[4 * Integer.highestOneBit(size + 1)];
    for (int at = 0; at < size; at++) {
      index[slot((int) entries[at << STRIDE_SHIFT])] = at + 1;
    }
  }

  /** Where {@code wanted} stands in the index, or would. */
  private int slot(int wanted) {
    int mask = index.length - 1;
    int slot = (wanted + (wanted >>> RANGE_BITS)) & mask;
    while (index[slot] != 0 && entries[(index[slot] - 1) << STRIDE_SHIFT] != wanted) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Adds an allocation of {@code requested} bytes that took {@code itsCost}; it is pending.
   *
   * @return whether so much is pending that it is to be entered
   */
  public boolean add(long requested, long itsCost) {
    count++;
    cost += itsCost;
    long now = bytes + requested;
    bytes = now;
    return now > Gauge.PUBLISH_BYTES;
  }

  /** Adds an allocation of {@code requested} bytes that is in a tally already. */
  public void addEntered(long requested) {
    isPlain = false;
    int at = last << STRIDE_SHIFT;
    entries[at + ENTERED_COUNT]++;
    entries[at + ENTERED_BYTES] += requested;
  }

  /** Whether there is one key, with nothing entered. */
  public boolean isPlain() {
    return isPlain;
  }

  /** From now until it is cleared, this is not plain: more than counts is to be ended. */
  public void noLongerPlain() {
    isPlain = false;
  }

  /**
   * Passes what is pending in a plain log on to {@code tally}, as allocated and freed. The site
   * stays, since the next arena is likely to begin with it.
   */
  public void pass(SiteTally tally) {
    tally.passed(key & RANGE_MASK, count, bytes, cost);
    count = 0;
    bytes = 0;
    cost = 0;
  }

  /** The site of a plain log. */
  public int onlySite() {
    return key >>> RANGE_BITS;
  }

  /** Pending allocations of a plain log. */
  public long onlyCount() {
    return count;
  }

  /** Their requested bytes. */
  public long onlyBytes() {
    return bytes;
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** The site of an entry. */
  public int site(int entry) {
    return (int) entries[entry << STRIDE_SHIFT] >>> RANGE_BITS;
  }

  /** The {@link Sizes#range} of what is pending in an entry. */
  public int range(int entry) {
    return (int) entries[entry << STRIDE_SHIFT] & RANGE_MASK;
  }

  /** Allocations of an entry that are in a tally. */
  public long enteredCount(int entry) {
    return entries[(entry << STRIDE_SHIFT) + ENTERED_COUNT];
  }

  /** Their requested bytes. */
  public long enteredBytes(int entry) {
    return entries[(entry << STRIDE_SHIFT) + ENTERED_BYTES];
  }

  /** Those that are in no tally yet. */
  public long count(int entry) {
    return entries[(entry << STRIDE_SHIFT) + COUNT] + (entry == last ? count : 0);
  }

  /** Their requested bytes. */
  public long bytes(int entry) {
    return entries[(entry << STRIDE_SHIFT) + BYTES] + (entry == last ? bytes : 0);
  }

  /** What they took, rounding included, in bytes. */
  public long cost(int entry) {
    return entries[(entry << STRIDE_SHIFT) + COST] + (entry == last ? cost : 0);
  }

  /** Notes that what is pending in an entry is in a tally now. */
  public void entered(int entry) {
    put();
    int at = entry << STRIDE_SHIFT;
    long[] sums = entries;
    sums[at + ENTERED_COUNT] += sums[at + COUNT];
    sums[at + ENTERED_BYTES] += sums[at + BYTES];
    sums[at + COUNT] = 0;
    sums[at + BYTES] = 0;
    sums[at + COST] = 0;
  }

  /** Forgets what an entry has. */
  public void ended(int entry) {
    int at = entry << STRIDE_SHIFT;
    long[] sums = entries;
    sums[at + COUNT] = 0;
    sums[at + BYTES] = 0;
    sums[at + COST] = 0;
    sums[at + ENTERED_COUNT] = 0;
    sums[at + ENTERED_BYTES] = 0;
    if (entry == last) {
      count = 0;
      bytes = 0;
      cost = 0;
    }
  }

  /** Forgets all entries, which have {@link #ended}. */
  public void clear() {
    int used = size;
    size = 0;
    last = 0;
    key = 0;
    isPlain = false;
    if (used > SEARCHED) {
      shrink(used);
    }
  }

  private void shrink(int used) {
    index = new int[0];
    if (used > KEPT_ENTRIES) {
      entries = new long[FIRST_ENTRIES << STRIDE_SHIFT];
    }
  }
}
