package dev.tinyalloc.agent.report;

/**
 * Figures for people: three significant digits and a unit, at most nine characters unless negative.
 * The digits are the same in every locale.
 */
public final class Units {

  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final String[] COUNTS = {"", "k", "M", "G", "T", "P", "E"};

  /** Counts below it are written in full. */
  private static final long EXACT_COUNTS = 10_000_000;

  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_MILLIS = 60 * SECOND_MILLIS;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  private Units() {}

  /** {@code 712 B}, {@code 1.25 MiB}; up to 1023 of each unit. */
  public static String bytes(long bytes) {
    return scaled(bytes, 1024, BYTES);
  }

  /** {@code 1,234,567} in full, {@code 12.3 M} from ten million on. */
  public static String count(long count) {
    return Math.abs((double) count) < EXACT_COUNTS
        ? grouped((int) count)
        : scaled(count, 1000, COUNTS);
  }

  /** {@code 812 ms}, {@code 3.21 s}, {@code 12.0 min}, {@code 5.25 h}, {@code 3.00 d}. */
  public static String duration(long millis) {
    if (millis < SECOND_MILLIS) {
      return Long.toString(millis).concat(" ms");
    } else if (millis < MINUTE_MILLIS) {
      return duration(millis, SECOND_MILLIS, " s");
    } else if (millis < HOUR_MILLIS) {
      return duration(millis, MINUTE_MILLIS, " min");
    } else if (millis < 2 * DAY_MILLIS) {
      return duration(millis, HOUR_MILLIS, " h");
    }
    return duration(millis, DAY_MILLIS, " d");
  }

  private static String duration(long millis, long unitMillis, String unit) {
    StringBuilder out = new StringBuilder();
    appendThreeDigits(out, (double) millis / unitMillis);
    return out.append(unit).toString();
  }

  private static String scaled(long value, int step, String[] units) {
    StringBuilder out = new StringBuilder();
    if (value < 0) {
      out.append('-');
    }
    double rest = Math.abs((double) value);
    int unit = 0;
    // Rounded first: 1023.9 KiB are 1.00 MiB, not 1024 KiB.
    while (Math.round(rest) >= step) {
      rest /= step;
      unit++;
    }
    if (unit == 0) {
      out.append((long) rest);
    } else {
      appendThreeDigits(out, rest);
    }
    return out.append(' ').append(units[unit]).toString();
  }

  private static void appendThreeDigits(StringBuilder out, double value) {
    long hundredths = Math.round(value * 100);
    long tenths = Math.round(value * 10);
    if (hundredths < 1_000) {
      out.append(hundredths / 100).append('.');
      out.append(hundredths / 10 % 10).append(hundredths % 10);
    } else if (tenths < 1_000) {
      out.append(tenths / 10).append('.').append(tenths % 10);
    } else {
      out.append(Math.round(value));
    }
  }

  private static String grouped(int count) {
    StringBuilder out = new StringBuilder().append(count);
    int first = count < 0 ? 1 : 0;
    for (int at = out.length() - 3; at > first; at -= 3) {
      out.insert(at, ',');
    }
    return out.toString();
  }

  /** A time in three digits or fewer, {@code 73ns} say, without a space. */
  public static String nanos(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    if (nanos < 1_000_000) {
      return nanos / 1_000 + "\u00b5s";
    }
    return nanos < 1_000_000_000 ? nanos / 1_000_000 + "ms" : nanos / 1_000_000_000 + "s";
  }
}
