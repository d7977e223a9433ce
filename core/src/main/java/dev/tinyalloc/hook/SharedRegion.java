package dev.tinyalloc.hook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
