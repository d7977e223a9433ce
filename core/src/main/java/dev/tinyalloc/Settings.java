package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/**
 * What can be set before the first allocation. Read from the system properties {@code
 * tinyalloc.<key>} when this class loads; the agent sets the same values from its own options.
 */
public final class Settings {

  private static volatile long largeThreshold = largeThresholdProperty();

  /** A day, so that nanoseconds do not overflow. */
  private static final long MAX_DELAY_MILLIS = 86_400_000;

  private static volatile long purgeDelayMillis = 1000;

  private static volatile long limitBytes = bytesProperty("tinyalloc.limit", 0);

  /** {@code tinyalloc.guard.rate}: of so many requests about one is guarded, in mode guard. */
  static final long GUARD_RATE = Math.max(1, bytesProperty("tinyalloc.guard.rate", 100));

  private static volatile boolean checks = isDebugged("check");
  private static volatile boolean guards = isDebugged("guard");

  /** {@code tinyalloc.arena.initial}: bytes of the first arenas. */
  static final long ARENA_INITIAL_BYTES = arenaInitialBytes();

  /** {@code tinyalloc.arena.batch}: after so many arenas their size doubles. */
  static final int ARENA_BATCH = (int) Math.max(1, bytesProperty("tinyalloc.arena.batch", 8));

  /** {@code tinyalloc.arena.shift}: so often their size doubles at most. */
  static final int ARENA_MAX_SHIFT = (int) Math.min(16, bytesProperty("tinyalloc.arena.shift", 6));

  private Settings() {}

  /** How long an empty segment stays committed at least, in milliseconds; 0 for ever. */
  public static long purgeDelayMillis() {
    return purgeDelayMillis;
  }

  /** Sets {@link #purgeDelayMillis}. */
  public static void purgeDelayMillis(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("purge.delay is " + millis + " ms; it must be 0 or more");
    }
    purgeDelayMillis = Math.min(millis, MAX_DELAY_MILLIS);
  }

  /** Requests of more bytes than this go straight to the system. At most {@code 128k}. */
  public static long largeThreshold() {
    return largeThreshold;
  }

  /**
   * Sets {@link #largeThreshold}. Heaps made before keep the old one.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative; what is above 128 KiB counts as
   *     128 KiB, the largest size class
   */
  public static void largeThreshold(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "large.threshold is " + bytes + " bytes; it must be 0 or more");
    }
    largeThreshold = Math.min(bytes, SizeClasses.MAX_BYTES);
  }

  /** The most that may be committed at once, in bytes; 0 for no limit of ours. */
  public static long limitBytes() {
    return limitBytes;
  }

  /** Sets {@link #limitBytes}. What is committed already stays. */
  public static void limitBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("limit is " + bytes + " bytes; it must be 0 or more");
    }
    limitBytes = bytes;
  }

  /**
   * {@code tinyalloc.debug=check}: whether every block has a canary behind its end, is filled with
   * poison when freed, and waits in quarantine; damage is reported on stderr with both sites.
   */
  public static boolean checks() {
    return checks;
  }

  /** {@code tinyalloc.debug=guard}: whether a sample of the blocks lies between guard pages. */
  public static boolean guards() {
    return guards;
  }

  /** Sets {@link #checks} and {@link #guards}. Without effect once a heap was made. */
  public static void debug(boolean check, boolean guard) {
    checks = check;
    guards = guard;
  }

  private static boolean isDebugged(String mode) {
    String modes = "+" + System.getProperty("tinyalloc.debug", "none") + "+";
    return modes.contains("+" + mode + "+");
  }

  private static long largeThresholdProperty() {
    return Math.min(
        bytesProperty("tinyalloc.large.threshold", SizeClasses.MAX_BYTES), SizeClasses.MAX_BYTES);
  }

  /** Whole segments, one at least. */
  private static long arenaInitialBytes() {
    long bytes = bytesProperty("tinyalloc.arena.initial", 4L << 20);
    return Math.max(Segment.BYTES, Math.min(bytes, 1L << 32) & -Segment.BYTES);
  }

  /** What the system property says, or {@code standard} where it is absent or no size. */
  private static long bytesProperty(String key, long standard) {
    String text = System.getProperty(key);
    Long bytes = text == null ? null : parseBytes(text);
    return bytes == null ? standard : bytes;
  }

  /** A size such as {@code 64k}, {@code 1m} or {@code 4096} in bytes, or null if it is none. */
  static @Nullable Long parseBytes(String text) {
    int shift =
        switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    try {
      long count = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
      return count < 0 || count > Long.MAX_VALUE >> shift ? null : count << shift;
    } catch (NumberFormatException notNumber) {
      return null;
    }
  }
}
