package dev.tinyalloc.hook;

import org.jspecify.annotations.Nullable;

/**
 * Up to 64 buffers that are made by one carrier, one after the other, and mostly become garbage
 * together.
 *
 * <p>Who refers to whom makes that cheap for the collector. A buffer holds its cleaner, a cleaner
 * its bundle, a bundle all its cleaners. So while one of the buffers lives, all cleaners are
 * reachable, and each reports the end of its own buffer, as the JDK's do. Once none lives, the
 * whole bundle is garbage, which the collector does not even look at, and reports itself: one
 * reference to be processed instead of 64, and one {@link BundleEnd} that frees what is left.
 *
 * <p>One carrier, its {@link Keeper}, fills a bundle; anybody may clear a slot.
 */
final class Bundle {

  static final int SLOTS = 64;

  /** Frees what is left; outlives the bundle. */
  final BundleEnd end = new BundleEnd();

  /**
   * For each slot two words, see {@link BundleEnd}. Who fills one writes these and {@link
   * #cleaners}; not published before the next safepoint, nor need it be.
   */
  final long[] blocks = end.blocks;

  final @Nullable Object[] cleaners = new Object[SLOTS];

  /** Takes the buffer out of {@code slot}: somebody has freed it, or is about to. */
  void clear(int slot) {
    blocks[2 * slot] = 0;
    cleaners[slot] = null;
  }
}
