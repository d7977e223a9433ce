package dev.tinyalloc.it;

import static dev.tinyalloc.it.fidelity.Topic.*;

import java.util.List;

/** The JVMs that fidelity checks of arenas run in. */
final class ArenaSettings {

  /** Some checks call the C library; given to both runs. */
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  static final Setting ARENAS =
      Setting.of("arenas", "-Xmx256m", NATIVE)
          .with(ARENA_ZEROES, ARENA_FROM, ARENA_ALIGNMENT, ARENA_REFUSALS, ARENA_CONFINEMENT)
          .with(ARENA_CLOSING, ARENA_SCOPES, ARENA_REINTERPRET, ARENA_ACTIONS)
          .with(ARENA_ALLOCATORS, ARENA_CALLERS)
          .with(ARENA_ACCESS, ARENA_LAYOUTS, ARENA_CALLS, ARENA_BUFFERS, ARENA_CHANNELS)
          .with(ARENA_ACQUIRED, ARENA_RACES, ARENA_THREADS, ARENA_MANY);

  /** In these, {@code ARENA_AUTO} comes first: nobody has left garbage behind that is counted. */
  static final Setting COUNTS =
      Setting.of("arena counts", "-Xmx256m", NATIVE).with(ARENA_AUTO, ARENA_COLLECTING);

  static final Setting LIMIT =
      Setting.of("arena limit", "-Xmx64m", "-XX:MaxDirectMemorySize=8m", NATIVE).with(ARENA_LIMIT);

  static final Setting PAGES =
      Setting.of("arena pages", "-Xmx128m", "-Dsun.nio.PageAlignDirectMemory=true", NATIVE)
          .with(ARENA_AUTO, ARENA_PAGES, ARENA_ALIGNMENT);

  static final Setting LEFT_OPEN =
      Setting.of("arenas left open", "-Xmx128m", NATIVE).with(ARENA_LEFT_OPEN);

  static final Setting EXIT =
      new Setting(
          "arenas at exit",
          "dev.tinyalloc.it.fidelity.ArenaAtExit",
          List.of("-Xmx64m", NATIVE),
          List.of(ARENA_SHUTDOWN));

  /** Those that run in every build. */
  static final List<Setting> USUAL = List.of(ARENAS, COUNTS, LIMIT, PAGES, LEFT_OPEN, EXIT);

  /** What is most likely to differ. */
  static final Setting FEW =
      Setting.of("few arenas", "-Xmx128m", NATIVE)
          .with(ARENA_AUTO, ARENA_ZEROES, ARENA_CLOSING, ARENA_ACTIONS);

  private ArenaSettings() {}

  /** What a collector has to do with: arenas without a close. */
  static Setting collector(String name) {
    return Setting.of(name, "-Xmx400m", "-XX:MaxDirectMemorySize=16m", NATIVE)
        .flag("-XX:+UnlockExperimentalVMOptions")
        .flag(Setting.collectorFlag(name))
        .with(ARENA_AUTO, ARENA_COLLECTING, ARENA_LIMIT);
  }
}
