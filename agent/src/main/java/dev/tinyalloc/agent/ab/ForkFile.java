package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What the agent in a fork has written at its end: a name and figures on each line. */
final class ForkFile {

  /** The system property that names the file to the fork. */
  static final String PROPERTY = "dev.tinyalloc.agent.fork";

  private static final int DIGITS = 3;

  private final Map<String, String> lines = new HashMap<>();

  private ForkFile(Iterable<String> all) {
    for (String line : all) {
      int space = line.indexOf(' ');
      lines.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
    }
  }

  /** Empty where the fork had no agent, or has not ended by itself. */
  static ForkFile read(Path file) throws IOException {
    return new ForkFile(
        Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of());
  }

  static ForkFile of(String text) {
    return new ForkFile(text.lines().toList());
  }

  /** Whether the agent has written nothing, not even that there was nothing. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Null if it is not there. */
  @Nullable Long number(String name) {
    String number = lines.get(name);
    return number == null ? null : Long.valueOf(number);
  }

  /** Nanoseconds and how often; null if there are none. */
  @Nullable Histogram times(String name) {
    Histogram histogram = new Histogram(DIGITS);
    for (String time : lines.getOrDefault(name, "").split(" ", -1)) {
      int colon = time.indexOf(':');
      if (colon > 0) {
        long nanos = Long.parseLong(time.substring(0, colon));
        histogram.recordValueWithCount(nanos, Long.parseLong(time.substring(colon + 1)));
      }
    }
    return histogram.getTotalCount() == 0 ? null : histogram;
  }
}
