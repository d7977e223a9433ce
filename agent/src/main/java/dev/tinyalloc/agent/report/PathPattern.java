package dev.tinyalloc.agent.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The path in option {@code report.file}: {@code %p} is the process id, {@code %t} the time as
 * {@code yyyyMMdd-HHmmss}, {@code %%} a percent sign; any other percent sign stays as it is.
 */
final class PathPattern {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private PathPattern() {}

  /** {@code pattern} for the process {@code pid} at {@code time}, on the clocks of {@code zone}. */
  static String expand(String pattern, long pid, Instant time, ZoneId zone) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', from)) {
      out.append(pattern, from, at);
      char key = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
      switch (key) {
        case 'p' -> out.append(pid);
        case 't' -> out.append(TIME.format(time.atZone(zone)));
        case '%' -> out.append('%');
        default -> out.append('%');
      }
      from = "pt%".indexOf(key) < 0 ? at + 1 : at + 2;
    }
    return out.append(pattern, from, pattern.length()).toString();
  }
}
