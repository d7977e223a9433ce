package dev.tinyalloc.agent.ab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's own log says of its collections, of any collector: a log of the tags {@code gc} and
 * {@code gc,phases}.
 *
 * @param count collections, those of the young generation included
 * @param pauseMillis how long they stopped the program, all together
 */
record GcLog(long count, double pauseMillis) {

  /** What to append to {@code -Xlog:} before the file's name. */
  static final String WHAT = "gc,gc+phases:file=";

  private static final Pattern LINE = Pattern.compile("\\] GC\\((\\d+)\\) (?:[yYO]: )?(.*)");

  private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms");

  static GcLog read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      Set<String> collections = new HashSet<>();
      double millis = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.find()) {
          collections.add(matcher.group(1));
          millis += pause(matcher.group(2));
        }
      }
      return new GcLog(collections.size(), millis);
    }
  }

  private static double pause(String message) {
    Matcher matcher = PAUSE.matcher(message);
    return matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
