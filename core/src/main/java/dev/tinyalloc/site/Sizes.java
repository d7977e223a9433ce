package dev.tinyalloc.site;

/**
 * The ranges in which requests are counted by size: up to 8 bytes, up to 16, and so on by powers of
 * two up to 2 GiB, and what is larger.
 */
public final class Sizes {

  /** How many ranges there are. */
  public static final int COUNT = 30;

  private static final int FIRST_SHIFT = 3;

  private Sizes() {}

  /** The range of a request of {@code bytes} bytes, which are not negative. */
  public static int range(long bytes) {
    long last = (Math.max(bytes, 1) - 1) | ((1 << FIRST_SHIFT) - 1);
    return Math.min(COUNT - 1, Long.SIZE - FIRST_SHIFT - Long.numberOfLeadingZeros(last));
  }

  /** The largest size in {@code range}, in bytes; that of the last has no limit. */
  public static long upToBytes(int range) {
    return range == COUNT - 1 ? Long.MAX_VALUE : 1L << (range + FIRST_SHIFT);
  }
}
