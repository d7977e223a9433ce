package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.SnapshotSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * The events of ours in the JVM's own recordings. This package is loaded once somebody makes a
 * recording, or asks for a file of one.
 */
public final class FlightEvents {

  private static final Queue<Hook> HOOKS = new ConcurrentLinkedQueue<>();

  private FlightEvents() {}

  /**
   * Has every recording get our events at the end of each of its chunks, unless its settings say
   * otherwise, until {@link #unregister}. To be called once before that.
   */
  public static void register(SnapshotSource source) {
    SharedSnapshot shared = new SharedSnapshot(source);
    add(SiteStatistics.class, new Hook(shared, SiteStatistics::commitAll));
    add(AllocationSample.class, new Hook(shared, AllocationSample::commitAll));
    add(LeakSuspect.class, new Hook(shared, LeakSuspect::commitAll));
    add(ArenaNeverClosed.class, new Hook(shared, ArenaNeverClosed::commitAll));
    add(TierStatistics.class, new Hook(shared, TierStatistics::commitAll));
  }

  private static void add(Class<? extends Event> type, Hook hook) {
    FlightRecorder.addPeriodicEvent(type, hook);
    HOOKS.add(hook);
  }

  /** No recording gets them any more. */
  public static void unregister() {
    for (Hook hook = HOOKS.poll(); hook != null; hook = HOOKS.poll()) {
      boolean unused = FlightRecorder.removePeriodicEvent(hook);
    }
  }

  /** Writes a recording that has nothing but our events, as they are now, to {@code out}. */
  public static void record(OutputStream out) throws IOException {
    Path file = Files.createTempFile("tinyalloc-", ".jfr");
    try (Recording recording = new Recording()) {
      recording.setName("tinyalloc-dump");
      FlightFile.leaveOutOthers(recording);
      recording.start();
      boolean unused = recording.stop();
      recording.dump(file);
      Files.copy(file, out);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Whether somebody has made a recording already. */
  public static boolean wanted() {
    return FlightRecorder.isInitialized();
  }
}
