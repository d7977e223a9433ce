package dev.tinyalloc.hook;

import dev.tinyalloc.site.Opening;
import dev.tinyalloc.site.Openings;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Told by the collector when a {@link Region} is unreachable, for finalizers as well, which may
 * close arenas. If its arena is open then, nobody can close it any more.
 */
final class RegionWatch extends PhantomReference<Region> {

  private final int opening;

  /** Whether the region's arena is open. Written by who opens and closes. */
  private boolean open;

  /** The chunk of a closed region, which goes back with it; 0 if it has none. */
  private long chunk;

  /** Whether it is in the list of {@link RegionWatches}. */
  boolean entered;

  /** Neighbours there. */
  @Nullable RegionWatch next;

  @Nullable RegionWatch previous;

  RegionWatch(Region region, ReferenceQueue<Region> queue) {
    super(region, queue);
    this.opening = region.opening;
  }

  void opened() {
    open = true;
  }

  void closing() {
    open = false;
  }

  /** The region has kept {@code newChunk} for the next arena, or nothing. */
  void closed(long newChunk) {
    chunk = newChunk;
  }

  /** Counts an arena that was left open; gives back what a closed one has kept. */
  void tell() {
    if (!open) {
      freeChunk();
    } else if (opening != 0) {
      open = false;
      Opening line = Openings.opening(opening);
      if (line.neverClosed()) {
        ArenaHook.firstLeak(line);
      }
    }
  }

  private void freeChunk() {
    if (chunk != 0) {
      BlockEnd.giveBack(chunk);
      chunk = 0;
    }
  }
}
