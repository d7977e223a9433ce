package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.report.FigureTable;
import dev.tinyalloc.agent.report.Units;
import java.util.Locale;

/** Differences for people: with their sign, whichever it is. */
final class Signed {

  /** Slower than that, digits behind the point are shown. */
  private static final double SLOW = 10;

  private Signed() {}

  static String bytes(long change) {
    return sign(change) + Units.bytes(change);
  }

  /** Without the space before the unit. */
  static String narrow(long change) {
    return sign(change) + FigureTable.narrow(change);
  }

  static String count(long change) {
    return sign(change) + Units.count(change);
  }

  static String bytesPerSecond(long change, double seconds) {
    long rate = Math.round(change / seconds);
    return sign(rate) + FigureTable.narrow(rate);
  }

  static String countPerSecond(long change, double seconds) {
    double rate = change / seconds;
    return change != 0 && Math.abs(rate) < SLOW
        ? String.format(Locale.ROOT, "%+.2f", rate)
        : count(Math.round(rate));
  }

  private static String sign(long change) {
    return change > 0 ? "+" : "";
  }
}
