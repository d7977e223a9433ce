package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What Flight Recorder's event on direct buffers says. */
final class FlightRecords {

  private static final String EVENT = "jdk.DirectBufferStatistics";

  private FlightRecords() {}

  static void addTo(Checks checks) {
    checks.add("statistics", FlightRecords::statistics);
  }

  /** The event is taken when a recording begins and when it ends. */
  private static String statistics() throws Exception {
    List<Object> events = new ArrayList<>();
    ByteBuffer small = ByteBuffer.allocateDirect(1_000);
    events.add(record(() -> "nothing"));
    List<ByteBuffer> buffers = new ArrayList<>();
    events.add(
        record(
            () -> {
              for (int i = 0; i < 50; i++) {
                buffers.add(ByteBuffer.allocateDirect(10_000 * (1 + i)));
              }
              return buffers;
            }));
    buffers.forEach(Internals::free);
    Internals.free(small);
    events.add(record(() -> ByteBuffer.allocateDirect(0)));
    return events.toString();
  }

  private static List<Object> record(Check action) throws Exception {
    Path file = Files.createTempFile(Path.of(""), "record", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).with("period", "everyChunk");
      recording.start();
      Object unused = perform(action);
      recording.stop();
      recording.dump(file);
      return events(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Object perform(Check action) {
    try {
      return action.find();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Object> events(Path file) throws Exception {
    List<Object> events = new ArrayList<>();
    List<RecordedEvent> all = new ArrayList<>(RecordingFile.readAllEvents(file));
    // In the file they stand by the buffers of the threads that made them.
    all.sort(Comparator.comparing(RecordedEvent::getStartTime));
    for (RecordedEvent event : all) {
      // The agent adds events of its own to every recording.
      if (event.getEventType().getName().equals(EVENT)) {
        events.add(statistics(event));
      }
    }
    return events;
  }

  private static Object statistics(RecordedEvent event) {
    return Outcome.of(
        event.getLong("maxCapacity"),
        event.getLong("count"),
        event.getLong("totalCapacity"),
        event.getLong("memoryUsed"));
  }
}
