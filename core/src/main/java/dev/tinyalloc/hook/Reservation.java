package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One carrier's part in the JDK's books of direct memory. What each buffer would cost there, three
 * atomic additions when it is made and three when it ends, a busy carrier pays once for many.
 *
 * <p>A carrier that makes few buffers enters each at once, so that the books are exact to whoever
 * reads them. One that has made {@link #CALM_OPERATIONS} since the {@link Settler} came by last is
 * busy: it enters the sum when that has moved by {@link #SLACK}. The settler, or whoever needs the
 * books to be true, publishes for everybody; each carrier's plain counts can only be a moment old.
 *
 * <p>{@code bytes} and {@code count} are those of the buffers made here less those that ended here;
 * either may be negative. {@code Σ published = what we have in the books}.
 */
abstract class Reservation extends Keeper {

  private static final VarHandle PUBLISHED_BYTES = field("publishedBytes");
  private static final VarHandle PUBLISHED_COUNT = field("publishedCount");

  /** So many buffers are entered at once before a carrier counts as busy. */
  private static final int CALM_OPERATIONS = 1000;

  /** And so many before it still counts as busy, after the settler came by. */
  private static final int BUSY_OPERATIONS = 16;

  /** What a busy carrier may keep to itself, in bytes; less where the limit is small. */
  private static final long SLACK_BYTES = 64 << 10;

  private static final long SLACK = Math.min(SLACK_BYTES, Jdk.MEMORY.limit >>> 16);

  private long bytes;
  private long count;

  /** {@link #bytes} above or below these must be published. */
  private long highest = Long.MIN_VALUE;

  private long floor = Long.MAX_VALUE;

  /** What the statistics know of {@link #bytes}. */
  private final BookedShare share = new BookedShare(this);

  /** {@code min(highest, share.top())}: one comparison tells that neither need be looked at. */
  private long ceiling = Long.MIN_VALUE;

  private int calm = CALM_OPERATIONS;

  private volatile long publishedBytes;
  private volatile long publishedCount;

  /** Counts a buffer if neither the books nor the statistics need hear of it now. Owner only. */
  final boolean takeQuickly(int capacity) {
    return takeUpTo(ceiling, capacity);
  }

  /** Counts a buffer if only the statistics need hear of it, and tells them. Owner only. */
  final boolean takeHigher(int capacity) {
    boolean taken = takeUntold(capacity);
    if (taken) {
      tellRise();
    }
    return taken;
  }

  /**
   * Counts a buffer if the books need not hear of it now; the statistics are to, by {@link
   * #tellRise} or {@link #leaveOut}. Owner only.
   */
  final boolean takeUntold(int capacity) {
    return takeUpTo(highest, capacity);
  }

  private boolean takeUpTo(long most, int capacity) {
    long now = bytes + capacity;
    if (now > most) {
      return false;
    }
    bytes = now;
    count++;
    return true;
  }

  /** Tells the statistics of what was counted last. Owner only. */
  final void tellRise() {
    share.risen(bytes);
    aimCeiling();
  }

  /** Of what was counted, {@code bytes} bytes more are not for the statistics. Owner only. */
  final void leaveOut(long bytes) {
    share.leaveOut(bytes);
    aimCeiling();
  }

  private void aimCeiling() {
    ceiling = Math.min(highest, share.top());
  }

  /** Of the buffers made here less those that ended here. */
  final long bytes() {
    return bytes;
  }

  /** Counts a buffer if the limit allows it. Owner only. */
  final boolean take(int capacity) {
    publish();
    if (!Jdk.MEMORY.tryReserve(capacity)) {
      return false;
    }
    taken(capacity);
    return true;
  }

  /** Counts a buffer that is in the books already. Owner only. */
  final void taken(int capacity) {
    PUBLISHED_BYTES.getAndAdd(this, (long) capacity);
    PUBLISHED_COUNT.getAndAdd(this, 1L);
    bytes += capacity;
    count++;
    aim();
  }

  /** Counts the end of a buffer, made by any carrier. Owner only. */
  final void give(int capacity) {
    long now = bytes - capacity;
    bytes = now;
    count--;
    if (now < floor) {
      enterOrLeave();
    }
  }

  /** Where the stack is at its end, the books hear of this buffer with the next one. */
  private void enterOrLeave() {
    try {
      publish();
      share.moved(bytes);
      aim();
    } catch (StackOverflowError later) {
      return;
    }
  }

  private void aim() {
    BufferHook.inUse(Jdk.MEMORY.reserved());
    if (calm > 0 || Jdk.MEMORY.isTight()) {
      calm = Math.max(0, calm - 1);
      aimAtOnce();
      return;
    }
    Settler.INSTANCE.wake();
    highest = bytes + SLACK;
    floor = bytes - SLACK;
    aimCeiling();
  }

  /**
   * Every buffer is entered at once again, for a while. For the settler; a hint.
   *
   * @return whether this carrier was busy until now
   */
  final boolean calm() {
    boolean busy = calm == 0;
    calm = busy ? BUSY_OPERATIONS : CALM_OPERATIONS;
    aimAtOnce();
    return busy;
  }

  private void aimAtOnce() {
    highest = Long.MIN_VALUE;
    ceiling = Long.MIN_VALUE;
    floor = Long.MAX_VALUE;
  }

  /** Brings the books up to date. From any thread. */
  final void publish() {
    // Between a change here and the one in the books, nothing may fail.
    StackProbe.touch();
    long before = publishedBytes;
    long now = bytes;
    if (now != before && PUBLISHED_BYTES.compareAndSet(this, before, now)) {
      Jdk.MEMORY.addBytes(now - before);
    }
    before = publishedCount;
    now = count;
    if (now != before && PUBLISHED_COUNT.compareAndSet(this, before, now)) {
      Jdk.MEMORY.addCount(now - before);
    }
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(Reservation.class, name, long.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }
}
