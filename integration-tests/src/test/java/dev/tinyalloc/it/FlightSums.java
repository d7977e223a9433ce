package dev.tinyalloc.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The agent's events in a recording. */
final class FlightSums {

  private static final String PREFIX = "dev.tinyalloc.";

  private final List<RecordedEvent> events;

  private FlightSums(List<RecordedEvent> events) {
    this.events = events;
  }

  static FlightSums read(Path file) throws IOException {
    return new FlightSums(RecordingFile.readAllEvents(file));
  }

  /** A figure of the last chunk's site statistics, summed over the sites of one class. */
  long sites(Class<?> type, String figure) {
    List<Long> latest = new ArrayList<>();
    List<Integer> known = new ArrayList<>();
    for (int i = events.size() - 1; i >= 0; i--) {
      RecordedEvent event = events.get(i);
      if (event.getEventType().getName().equals(PREFIX + "SiteStatistics")
          && type.getName().equals(event.getString("className"))
          && !known.contains(event.getInt("site"))) {
        known.add(event.getInt("site"));
        latest.add(event.getLong(figure));
      }
    }
    return latest.stream().mapToLong(Long::longValue).sum();
  }

  /** A figure of the last tier statistics. */
  long memory(String figure) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + "TierStatistics"))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getLong(figure);
  }
}
