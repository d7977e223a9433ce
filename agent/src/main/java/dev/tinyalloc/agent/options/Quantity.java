package dev.tinyalloc.agent.options;

import java.util.Locale;

/** A whole number with a unit. */
final class Quantity extends Kind {

  /** Bytes. */
  static final Quantity SIZE =
      new Quantity(
          "a number of bytes, with k, m or g for powers of 1024, such as 128k",
          Long.MAX_VALUE,
          new String[] {"k", "m", "g", ""},
          new long[] {1L << 10, 1L << 20, 1L << 30, 1});

  /** Milliseconds. A bare number is refused: nobody knows whether it means seconds. */
  static final Quantity TIME =
      new Quantity(
          "a number with ms, s, m or h, such as 10s",
          Long.MAX_VALUE,
          new String[] {"ms", "s", "m", "h"},
          new long[] {1, 1_000, 60_000, 3_600_000});

  /** Hundredths. */
  static final Quantity PERCENT =
      new Quantity("a number from 0 to 100", 100, new String[] {""}, new long[] {1});

  /** So many of something. */
  static final Quantity COUNT =
      new Quantity(
          "a whole number up to 2147483647", Integer.MAX_VALUE, new String[] {""}, new long[] {1});

  /** What {@link #parse} returns for anything that is not such a quantity. */
  static final long BAD = -1;

  private static final int MAX_DIGITS = 18;

  private final String accepted;
  private final long max;
  private final String[] units;
  private final long[] factors;

  private Quantity(String accepted, long max, String[] units, long[] factors) {
    this.accepted = accepted;
    this.max = max;
    this.units = units;
    this.factors = factors;
  }

  @Override
  String accepted() {
    return accepted;
  }

  @Override
  boolean accepts(String value) {
    return parse(value) != BAD;
  }

  /** The quantity in its base unit, or {@link #BAD}. */
  long parse(String value) {
    int digits = 0;
    while (digits < value.length() && isDigit(value.charAt(digits))) {
      digits++;
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      return BAD;
    }
    long factor = factor(value.substring(digits).toLowerCase(Locale.ROOT));
    long number = Long.parseLong(value.substring(0, digits));
    return factor == BAD || number > max / factor ? BAD : number * factor;
  }

  private long factor(String unit) {
    for (int i = 0; i < units.length; i++) {
      if (units[i].equals(unit)) {
        return factors[i];
      }
    }
    return BAD;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
