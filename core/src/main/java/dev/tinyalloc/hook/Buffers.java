package dev.tinyalloc.hook;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How a direct buffer over a block of ours is made, counted against the JDK's limit, and ended. */
abstract class Buffers {

  /**
   * Counts {@code capacity} bytes against the limit; waits for a collection where it is met.
   *
   * @return the lane of the carrier that the caller is on afterwards
   * @throws OutOfMemoryError the JDK's own, if that does not help; nothing is counted then
   */
  abstract Lane reserve(int capacity);

  /**
   * {@link #reserve}, {@link #make} and what lies between, for a buffer that is like the last one
   * of its site on this carrier and is not sampled: straight on, in few enough steps that the
   * compiler makes one piece of them wherever the call stands. Counted.
   *
   * @return null where any of it takes more; nothing has happened then
   */
  abstract @Nullable ByteBuffer again(int capacity, int site);

  /**
   * A buffer that the JDK serves, whose cleaner counts the end where {@code tally} is. Itself it is
   * not counted. The JDK may wait.
   *
   * @throws OutOfMemoryError the JDK's own
   */
  abstract ByteBuffer observed(int capacity, LaneTally tally);

  /** Takes back what {@link #reserve} counted. Does not wait. */
  abstract void unreserve(int capacity);

  /**
   * A buffer over the block at {@code address}, whose cleaner gives the block back, ends the
   * reservation and counts the free. Does not wait.
   *
   * @param lane the calling carrier's
   * @param tally where the allocation is counted, if {@code site} is no sample's id
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   * @throws StackOverflowError if the stack is at its end; likewise
   */
  abstract ByteBuffer make(
      Lane lane, @Nullable LaneTally tally, int capacity, long address, int site);

  /**
   * Has the block at {@code address} given back, the reservation ended and the free counted when
   * {@code owner} is unreachable. Does not wait.
   *
   * @param lane the calling carrier's
   * @param tally as for {@link #make}
   * @param arena has {@code owner} keep what it must keep, and is told last of all
   * @return whether it is done; if not, or if anything is thrown, nothing has happened
   * @throws OutOfMemoryError if the Java heap is full
   * @throws StackOverflowError if the stack is at its end
   */
  abstract boolean freeWith(
      Lane lane,
      @Nullable LaneTally tally,
      Object owner,
      AutoArena arena,
      int capacity,
      long address,
      int site);

  /**
   * Undoes {@link #freeWith}, whose owner is reachable.
   *
   * @param kept what its arena was given to keep
   * @return what frees the block instead, once; null if it was freed
   */
  abstract @Nullable Runnable freeLater(Object kept);

  /** A bundle for the calling carrier; where cleaners are the JDK's, it stays empty. */
  abstract Bundle newBundle();
}
