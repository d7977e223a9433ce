package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.options.ReportFormat;
import dev.tinyalloc.agent.report.ReportWriter;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * The recording that {@code report=jfr} asks for. It runs from the start, and the JVM itself writes
 * it at exit: a recording cannot be begun any more while the JVM shuts down.
 */
public final class FlightFile {

  private static volatile @Nullable Recording running;

  private FlightFile() {}

  /** Ends it; the JVM writes its file now. */
  public static void stop() {
    Recording stopped = running;
    running = null;
    if (stopped != null) {
      boolean unused = stopped.stop();
      stopped.close();
    }
  }

  /** Begins it, and returns whether it runs. What fails because of the file is a line on stderr. */
  public static boolean start(Options options) {
    String path =
        ReportWriter.path(options, ReportFormat.JFR, ProcessHandle.current().pid(), Instant.now());
    Recording recording = new Recording();
    boolean started = false;
    try {
      recording.setName("tinyalloc");
      leaveOutOthers(recording);
      recording.setDestination(Path.of(path));
      recording.setDumpOnExit(true);
      recording.start();
      started = true;
      running = recording;
      if (options.reportFile() == null) {
        Console.warn(
            "the JFR report will be in " + path + "; option report.file moves it elsewhere");
      }
    } catch (IOException | InvalidPathException e) {
      recording.close();
      Console.error(ReportWriter.cannotWrite(path, e));
    }
    return started;
  }

  /** The events of the JDK and those that the program has made known; later ones are recorded. */
  static void leaveOutOthers(Recording recording) {
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (!type.getCategoryNames().contains("TinyAlloc")) {
        recording.disable(type.getName());
      }
    }
  }
}
