package dev.tinyalloc;

/**
 * The 44 block sizes, from 8 bytes to 128 KiB, and how each is cut from slabs.
 *
 * <p>Ten by hand up to 128 bytes, then four per doubling to 2 KiB, then three per doubling to 128
 * KiB. Above 128 bytes a request wastes less than a quarter of its block. From 2 KiB on the steps
 * of a doubling are 10/8, 13/8 and 16/8: the even spread (a third root of two apart) rounded to
 * eighths, so that sizes stay multiples of 256 and the worst waste is 23 %.
 */
final class SizeClasses {

  static final int COUNT = 44;
  static final int MAX_BYTES = 128 << 10;

  /** Requests up to here are looked up by 8-byte steps, larger ones by 256-byte steps. */
  static final int FINE_MAX_BYTES = 2048;

  /** Slabs are made of granules; a slab starts at a multiple of this. */
  static final int GRANULE_SHIFT = 16;

  static final int GRANULE_BYTES = 1 << GRANULE_SHIFT;

  /** A slab has at least this many blocks, or making slabs would be the work. */
  private static final int MIN_BLOCKS = 4;

  private static final int[] BLOCK_BYTES = blockBytes();
  private static final int[] GRANULES = granules();
  private static final byte[] FINE = lookup(FINE_MAX_BYTES, 3);
  private static final byte[] COARSE = lookup(MAX_BYTES, 8);

  private SizeClasses() {}

  /** The smallest class whose blocks hold {@code bytes}; 0 ≤ bytes ≤ {@link #MAX_BYTES}. */
  static int classOf(long bytes) {
    return bytes <= FINE_MAX_BYTES
        ? FINE[(int) (bytes + 7) >>> 3]
        : COARSE[(int) (bytes + 255) >>> 8];
  }

  /** Bytes of one block of {@code sizeClass}. */
  static int blockBytes(int sizeClass) {
    return BLOCK_BYTES[sizeClass];
  }

  /**
   * Granules of one slab of {@code sizeClass}: the fewest that lose at most an eighth at the end.
   */
  static int granules(int sizeClass) {
    return GRANULES[sizeClass];
  }

  private static int[] blockBytes() {
    int[] sizes = new int[COUNT];
    int n = 0;
    for (int bytes : new int[] {8, 16, 24, 32, 48, 64, 80, 96, 112, 128}) {
      sizes[n++] = bytes;
    }
    for (int base = 128; base < FINE_MAX_BYTES; base <<= 1) {
      for (int quarter = 5; quarter <= 8; quarter++) {
        sizes[n++] = base / 4 * quarter;
      }
    }
    for (int base = FINE_MAX_BYTES; base < MAX_BYTES; base <<= 1) {
      for (int eighths = 10; eighths <= 16; eighths += 3) {
        sizes[n++] = base / 8 * eighths;
      }
    }
    return sizes;
  }

  private static int[] granules() {
    int[] granules = new int[COUNT];
    for (int c = 0; c < COUNT; c++) {
      do {
        granules[c]++;
      } while (!fits(BLOCK_BYTES[c], granules[c] * GRANULE_BYTES));
    }
    return granules;
  }

  private static boolean fits(int blockBytes, int slabBytes) {
    return slabBytes / blockBytes >= MIN_BLOCKS && slabBytes % blockBytes <= slabBytes / 8;
  }

  private static byte[] lookup(int maxBytes, int shift) {
    byte[] classes = new byte[(maxBytes >>> shift) + 1];
    for (int step = 0, c = 0; step < classes.length; step++) {
      while (BLOCK_BYTES[c] < step << shift) {
        c++;
      }
      classes[step] = (byte) c;
    }
    return classes;
  }
}
