package dev.tinyalloc.hook;

import dev.tinyalloc.sample.Samples;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of an arena that many threads use: a part for each carrier that takes from it.
 *
 * <p>A carrier says that it is at work in its part and then looks whether the arena is open. Who
 * closes marks the arena closed, stops every thread for an instant (the JDK does, to keep them from
 * its memory), and then waits for the parts that are at work: each of their carriers either was
 * seen, or sees that the arena is closed. So neither pays for a fence.
 */
public final class SharedRegion extends Region {

  private static final VarHandle PARTS = parts();

  private volatile @Nullable SharedPart parts;

  SharedRegion(int opening, Lane lane) {
    super(opening, lane, false);
  }

  /** The part of the carrier whose lane this is; made at first sight. */
  SharedPart part(Lane here) {
    SharedPart last = here.lastPart;
    return last != null && last.region == this ? last : find(here);
  }

  private SharedPart find(Lane here) {
    SharedPart part = parts;
    while (part != null && part.lane != here) {
      part = part.next;
    }
    if (part == null) {
      part = push(new SharedPart(this, here));
    }
    here.lastPart = part;
    return part;
  }

  private SharedPart push(SharedPart part) {
    SharedPart head;
    do {
      head = parts;
      part.next = head;
    } while (!PARTS.compareAndSet(this, head, part));
    return part;
  }

  /**
   * Memory for a segment that is like the last one of the calling carrier, and is not sampled:
   * straight on. Counted. Never throws.
   *
   * @return its address, or 0: it takes more, or there is none
   */
  long takeAgain(BooleanSupplier isAlive, long bytes, int site, boolean zeroed) {
    Lane lane = Lane.near();
    SharedPart part = lane == null ? null : lane.lastPart;
    if (part == null || part.region != this) {
      return 0;
    }
    long address = 0;
    try {
      part.enter();
      if (part.isUsual(site, bytes) && isAlive.getAsBoolean()) {
        address = part.takeAgain(bytes, zeroed);
      }
      part.leave();
    } catch (Throwable stackAtItsEnd) {
      part.busy = false;
    }
    return address;
  }

  /**
   * Samples a segment that was taken here, and is due. The carrier is not at work in its part while
   * it walks the stack: who closes would have to wait for it.
   */
  void sample(Lane before, BooleanSupplier isAlive, long bytes, int site) {
    int id = Sampling.begin(before, site, bytes);
    if (Sampling.isSample(id)) {
      try {
        add(id, isAlive);
      } catch (OutOfMemoryError heapIsFull) {
        Sampling.undo(id);
      }
    }
  }

  /** On another carrier than before there may be no part of this region yet. */
  private void add(int id, BooleanSupplier isAlive) {
    SharedPart part = part(Lane.current());
    part.enter();
    try {
      if (isAlive.getAsBoolean()) {
        part.addSample(id);
      } else {
        Samples.OF_PROCESS.end(id);
      }
    } finally {
      part.busy = false;
    }
  }

  @Override
  void endParts(RegionEnd end) {
    for (SharedPart part = parts; part != null; part = part.next) {
      part.await();
      end.ended(part);
      part.freeAll();
    }
  }

  private static VarHandle parts() {
    try {
      return MethodHandles.lookup().findVarHandle(SharedRegion.class, "parts", SharedPart.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
