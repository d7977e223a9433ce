package dev.tinyalloc.agent.boot;

import dev.tinyalloc.Settings;
import dev.tinyalloc.agent.history.HistoryThread;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.ExhaustionReport;
import dev.tinyalloc.agent.report.LeakReport;
import dev.tinyalloc.hook.ArenaHook;
import dev.tinyalloc.hook.Bridge;
import dev.tinyalloc.hook.BufferHook;
import dev.tinyalloc.hook.Exhaustion;
import dev.tinyalloc.hook.Mode;
import dev.tinyalloc.sample.Samples;

/** Sets up {@code core}, once its classes are in the boot loader. */
final class Hooks {

  /** One takes some ten microseconds: a hundredth of a thread's time. */
  private static final int SAMPLES_PER_SECOND = 1_000;

  private Hooks() {}

  static void install(Options options, JdkInternals internals) throws ReflectiveOperationException {
    Bridge bridge = (Bridge) BridgeGenerator.define(internals).getConstructor().newInstance();
    Settings.largeThreshold(options.largeThreshold());
    Settings.purgeDelayMillis(options.purgeDelayMillis());
    Settings.debug(options.checks(), options.guards());
    Samples.OF_PROCESS.meanBytes(options.stackBytes());
    if (!options.fixesStackBytes()) {
      Samples.OF_PROCESS.atMostPerSecond(SAMPLES_PER_SECOND);
    }
    Exhaustion.install(new ExhaustionReport());
    ArenaHook.install(new LeakReport());
    BufferHook.install(bridge, Mode.valueOf(options.mode().name()));
    if (options.mode() == AgentMode.REDIRECT) {
      BufferHook.reclaim(options.reclaimPercent());
    }
    HistoryThread.start(options.intervalMillis());
  }
}
