package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.SnapshotSource;
import jdk.jfr.FlightRecorder;

/**
 * The events of ours in the JVM's own recordings. This package is loaded once somebody makes a
 * recording, or asks for a file of one.
 */
public final class FlightEvents {

  private FlightEvents() {}

  /**
   * Has every recording get our events at the end of each of its chunks, unless its settings say
   * otherwise. To be called once.
   */
  public static void register(SnapshotSource source) {
    SharedSnapshot shared = new SharedSnapshot(source);
    FlightRecorder.addPeriodicEvent(
        SiteStatistics.class, new Hook(shared, SiteStatistics::commitAll));
    FlightRecorder.addPeriodicEvent(
        AllocationSample.class, new Hook(shared, AllocationSample::commitAll));
    FlightRecorder.addPeriodicEvent(LeakSuspect.class, new Hook(shared, LeakSuspect::commitAll));
    FlightRecorder.addPeriodicEvent(
        ArenaNeverClosed.class, new Hook(shared, ArenaNeverClosed::commitAll));
    FlightRecorder.addPeriodicEvent(
        TierStatistics.class, new Hook(shared, TierStatistics::commitAll));
  }

  /** Whether somebody has made a recording already. */
  public static boolean wanted() {
    return FlightRecorder.isInitialized();
  }
}
