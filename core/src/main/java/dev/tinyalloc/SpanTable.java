package dev.tinyalloc;

import dev.tinyalloc.os.SpinLock;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an address to the span that covers it: one flat, open-addressed table for the process, keyed
 * by granule number.
 *
 * <p>The home slot is the granule number's low bits: arenas are contiguous, so that is almost
 * always a perfect hash that keeps neighbours together; one load and one comparison find the span.
 * Where two arenas coincide, the probe steps by an odd number made of the high bits, in which they
 * differ, so that a whole displaced arena does not queue up behind the other.
 *
 * <p>A slab has an entry for each of its granules. A large or guarded block has one, for the
 * granule it begins in. A flat array over the address space would need no comparison but
 * 2<sup>31</sup> entries; a radix tree, a second dependent load on every free.
 *
 * <p>In front of it lies {@link #NEAR}, slabs only, without probing: what frees ask first.
 *
 * <p>Reading takes no lock. Whoever holds a block learnt its address after the entry was written,
 * and a live block's entry is never removed. Writers hold the lock; a removed entry leaves a
 * tombstone that covers nothing.
 *
 * <p>{@code used + tombstones ≤ length / 2}, so that every probe ends.
 */
final class SpanTable {

  private static final Span TOMBSTONE = new Tombstone();
  private static final SpinLock LOCK = new SpinLock();

  /**
   * Slabs once more, by the low bits of their granules, for {@link #guess}: whoever came last. A
   * constant of constant length spares each free two loads and two branches. It has a slot for each
   * granule of the first GiB that a program takes; where more share one, all but the last go the
   * long way.
   */
  private static final @Nullable Slab[] NEAR = new Slab[1 << 14];

  private static Span[] table = new Span[1 << 10];

  /** The granule of each slot in use; for writers only. */
  private static int[] keys = new int[1 << 10];

  private static int used;
  private static int tombstones;

  private SpanTable() {}

  /** The span that covers {@code address}, or null. Wait-free. */
  static @Nullable Span find(long address) {
    Span[] spans = table;
    int mask = spans.length - 1;
    int key = granule(address);
    int slot = key & mask;
    for (Span span = spans[slot]; span != null; span = spans[slot]) {
      if (span.covers(address)) {
        return span;
      }
      slot = (slot + step(key)) & mask;
    }
    return null;
  }

  /** The slab that covers {@code address}, mostly; or another, or null. Wait-free. */
  static @Nullable Slab guess(long address) {
    return NEAR[near(address)];
  }

  private static int near(long address) {
    return granule(address) & (NEAR.length - 1);
  }

  /** Enters a slab under every granule of its own. */
  static void addGranules(Slab slab) {
    LOCK.lock();
    try {
      makeRoom((int) (slab.bytes >>> SizeClasses.GRANULE_SHIFT));
      for (long at = slab.base; at < slab.base + slab.bytes; at += SizeClasses.GRANULE_BYTES) {
        place(table, keys, granule(at), slab);
        NEAR[near(at)] = slab;
      }
    } finally {
      LOCK.unlock();
    }
  }

  static void removeGranules(Slab slab) {
    LOCK.lock();
    try {
      for (long at = slab.base; at < slab.base + slab.bytes; at += SizeClasses.GRANULE_BYTES) {
        remove(at, slab);
        if (NEAR[near(at)] == slab) {
          NEAR[near(at)] = null;
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** Enters a large or guarded block under the granule it begins in. */
  static void addStart(Span span) {
    LOCK.lock();
    try {
      makeRoom(1);
      place(table, keys, granule(span.base), span);
    } finally {
      LOCK.unlock();
    }
  }

  /** Removes a large or guarded block; false if it was not there (any more). */
  static boolean removeStart(Span span) {
    LOCK.lock();
    try {
      return remove(span.base, span);
    } finally {
      LOCK.unlock();
    }
  }

  /** Every slab as of now, once each. */
  static List<Slab> slabs() {
    List<Slab> slabs = new ArrayList<>();
    LOCK.lock();
    try {
      for (int slot = 0; slot < table.length; slot++) {
        if (table[slot] instanceof Slab slab && keys[slot] == granule(slab.base)) {
          slabs.add(slab);
        }
      }
    } finally {
      LOCK.unlock();
    }
    return slabs;
  }

  /** Bytes of Java heap behind the table, about. */
  static long metadataBytes() {
    return 48 + 8L * table.length + 4L * NEAR.length;
  }

  /** Room for {@code more} entries; the only step of adding that may fail, and first. */
  private static void makeRoom(int more) {
    if (2 * (used + tombstones + more) > table.length) {
      rebuild(more);
    }
  }

  private static void place(Span[] spans, int[] keys, int key, Span span) {
    int mask = spans.length - 1;
    int slot = key & mask;
    while (spans[slot] != null && spans[slot] != TOMBSTONE) {
      slot = (slot + step(key)) & mask;
    }
    if (spans[slot] == TOMBSTONE) {
      tombstones--;
    }
    used++;
    keys[slot] = key;
    VarHandle.releaseFence();
    spans[slot] = span;
  }

  private static boolean remove(long address, Span span) {
    int mask = table.length - 1;
    int key = granule(address);
    for (int slot = key & mask; table[slot] != null; slot = (slot + step(key)) & mask) {
      if (table[slot] == span && keys[slot] == key) {
        table[slot] = TOMBSTONE;
        tombstones++;
        used--;
        return true;
      }
    }
    return false;
  }

  /** Copies the live entries into a fresh table that they fill to a quarter at most. */
  private static void rebuild(int more) {
    int length = table.length;
    while (4 * (used + more) > length) {
      length <<= 1;
    }
    Span[] freshTable = new Span[length];
    int[] freshKeys = new int[length];
    used = 0;
    tombstones = 0;
    for (int slot = 0; slot < table.length; slot++) {
      if (table[slot] != null && table[slot] != TOMBSTONE) {
        place(freshTable, freshKeys, keys[slot], table[slot]);
      }
    }
    keys = freshKeys;
    VarHandle.releaseFence();
    table = freshTable;
  }

  /** Odd, so that a probe comes to every slot. */
  private static int step(int key) {
    return ((key >>> 10) * 0x9E3779B1) >>> 8 | 1;
  }

  private static int granule(long address) {
    return (int) (address >>> SizeClasses.GRANULE_SHIFT);
  }

  private static final class Tombstone extends Span {
    Tombstone() {
      super(-1, 0);
    }
  }
}
