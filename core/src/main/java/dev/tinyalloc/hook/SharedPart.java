package dev.tinyalloc.hook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What one carrier has of a shared arena. */
final class SharedPart extends RegionPart {

  private static final VarHandle BUSY = busy();

  final SharedRegion region;
  final Lane lane;

  /**
   * Whether its carrier is at work here; then nobody may give chunks back. Taken back by {@link
   * #leave}, without a fence; where that has not happened, by a write to the field, since at the
   * end of the stack no method can be called.
   */
  volatile boolean busy;

  /** The part of some other carrier. */
  @Nullable SharedPart next;

  /** Of the site that the log is for, if a segment was taken there. */
  private @Nullable LaneTally usual;

  SharedPart(SharedRegion region, Lane lane) {
    super(region.opening);
    this.region = region;
    this.lane = lane;
  }

  /** From now on the chunks stay. Followed by a look at whether the arena is still open. */
  void enter() {
    BUSY.setOpaque(this, true);
    // Keeps the compiler from looking first; the processor is stopped by who closes.
    VarHandle.loadLoadFence();
  }

  /** The work is done: chunks may go. */
  void leave() {
    BUSY.setRelease(this, false);
  }

  /** Notes that a segment of {@code requested} bytes was taken from a chunk, and counted. */
  void remember(@Nullable LaneTally tally, long requested) {
    usual = tally;
    if (tally != null) {
      tally.usualCost(sizeOf(requested));
    }
  }

  /** Whether a segment of {@code requested} bytes is like the last one, and the chunk has it. */
  boolean isUsual(int site, long requested) {
    LaneTally tally = usual;
    return tally != null && tally.site == site && tally.isUsual(requested) && hasRoom(requested);
  }

  /**
   * Memory for a usual segment, counted; 0 if it may have to be sampled, and nothing has happened
   * then.
   */
  long takeAgain(long requested, boolean zeroed) {
    LaneTally tally = usual;
    if (tally == null || !lane.clock.passes(requested)) {
      return 0;
    }
    long size = sizeOf(requested);
    long address = bump(size);
    if (zeroed) {
      zero(address, size);
    }
    lane.allocatedSegmentAgain(tally, requested);
    log.addEntered(requested);
    return address;
  }

  @Override
  void turned() {
    usual = null;
  }

  /** Waits until nobody is at work here. */
  void await() {
    while ((boolean) BUSY.getAcquire(this)) {
      Thread.onSpinWait();
    }
  }

  private static VarHandle busy() {
    try {
      return MethodHandles.lookup().findVarHandle(SharedPart.class, "busy", boolean.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
