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
import dev.tinyalloc.hook.Trial;
import dev.tinyalloc.sample.Samples;
import org.jspecify.annotations.Nullable;

/** Sets up {@code core}, once its classes are in the boot loader. */
final class Hooks {

  /**
   * One takes some ten microseconds. With many more, the compiler comes to what takes them, which
   * keeps it busy for a second and more.
   */
  private static final int SAMPLES_PER_SECOND = 200;

  private Hooks() {}

  /** Called once. */
  static void install(Options options, JdkInternals internals) throws ReflectiveOperationException {
    Bridge bridge = (Bridge) BridgeGenerator.define(internals).getConstructor().newInstance();
    configure(options);
    Exhaustion.install(new ExhaustionReport());
    ArenaHook.install(new LeakReport());
    BufferHook.install(bridge, Mode.OFF);
    begin(options);
  }

  /** Has the hooks serve and count again, as {@code options} say. */
  static void resume(Options options) {
    configure(options);
    begin(options);
  }

  /** From now on the JDK serves, and nothing new is counted. */
  static void pause() {
    BufferHook.mode(Mode.OFF);
    BufferHook.trial(null);
    BufferHook.reclaim(0);
    HistoryThread.stop();
    ArenaHook.letGo();
  }

  private static void configure(Options options) {
    Settings.largeThreshold(options.largeThreshold());
    Settings.purgeDelayMillis(options.purgeDelayMillis());
    Settings.debug(options.checks(), options.guards());
    Samples.OF_PROCESS.meanBytes(options.stackBytes());
    Samples.OF_PROCESS.atMostPerSecond(
        options.fixesStackBytes() ? Integer.MAX_VALUE : SAMPLES_PER_SECOND);
  }

  private static void begin(Options options) {
    boolean observes = options.mode() == AgentMode.OBSERVE;
    BufferHook.trial(trial(options));
    BufferHook.mode(options.mode() == AgentMode.REDIRECT ? Mode.REDIRECT : Mode.OBSERVE);
    BufferHook.reclaim(observes ? 0 : options.reclaimPercent());
    HistoryThread.start(options.intervalMillis());
  }

  private static @Nullable Trial trial(Options options) {
    int timedOneIn = options.timedOneIn();
    if (options.mode() != AgentMode.AB) {
      return timedOneIn == 0 ? null : Trial.timing(timedOneIn);
    }
    Trial.Unit unit = Trial.Unit.valueOf(options.abUnit().name());
    return Trial.of(options.abPercent(), unit, options.abSeed(), timedOneIn);
  }
}
