package dev.tinyalloc.hook;

/**
 * How large the arrays are that {@link Nursery} makes, so that few pages of the room of young
 * objects become resident, and the same ones each time.
 *
 * <p>The VM sets a part of that room aside for one thread, where an array that nobody clears costs
 * no more than its header. One that does not fit what is left of the part is cleared, in the next
 * part if that was less than a 64th of this one, else outside. So large ones are best while they
 * all but fill a part: G1 makes parts of half a region, which is 512 KiB or 2, 4, 8 … times as
 * much; those of other collectors are of some MiB, whose 64th is a large one.
 *
 * <p>Where several in a row are slow they have been cleared outside. Then small ones use up the
 * part, and as many begin the next as make up a large one, so that large ones fit again. One
 * thread.
 */
final class Pieces {

  /** With its header, of 16 bytes, 16 of these are 512 KiB less 2 KiB. */
  static final int LARGE_BYTES = 32_624;

  /** With their headers, {@code SMALL_IN_LARGE} of these are a large one. */
  private static final int SMALL_BYTES = 8_144;

  private static final int SMALL_IN_LARGE = 4;

  /** Where the system makes a page resident for it, a header takes up to so long. */
  private static final long SLOW_NANOS = 4_000;

  /** A small one that begins a part takes longer; mostly no page has to be made resident for it. */
  private static final long SLOW_SMALL_NANOS = 1_000;

  /** Of so many slow ones in a row not each has begun a part. */
  private static final int CLEARED_OUTSIDE = 3;

  private int slowInARow;

  /** At most so many small ones until one begins a part. */
  private int usingUp;

  /** And then so many more. */
  private int moreSmall;

  /** The length of the next one, in bytes. */
  int next() {
    return usingUp + moreSmall > 0 ? SMALL_BYTES : LARGE_BYTES;
  }

  /** It has taken so long. */
  void took(long nanos) {
    if (usingUp > 0) {
      usingUp = nanos > SLOW_SMALL_NANOS ? 0 : usingUp - 1;
    } else if (moreSmall > 0) {
      moreSmall--;
    } else {
      slowInARow = nanos > SLOW_NANOS ? slowInARow + 1 : 0;
      if (slowInARow == CLEARED_OUTSIDE) {
        slowInARow = 0;
        usingUp = SMALL_IN_LARGE;
        moreSmall = SMALL_IN_LARGE - 1;
      }
    }
  }
}
