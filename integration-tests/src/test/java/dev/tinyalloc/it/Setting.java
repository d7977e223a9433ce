package dev.tinyalloc.it;

import static dev.tinyalloc.it.fidelity.Topic.*;

import dev.tinyalloc.it.fidelity.AtExit;
import dev.tinyalloc.it.fidelity.Runner;
import dev.tinyalloc.it.fidelity.Topic;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM that fidelity checks run in: which, and with what flags. Checks that count must not share a
 * JVM with those that leave garbage behind, unless they come first.
 */
record Setting(String name, String program, List<String> flags, List<Topic> topics) {

  static final Setting BUFFERS =
      of("buffers", "-Xmx256m")
          .with(IDENTITY, MEMORY, ZEROES, VIEWS, ACCESS, SEGMENTS, CALLERS)
          .with(FILES, SOCKETS, CHECKSUMS, CRYPTO, CHARSETS, TLS);

  static final Setting COUNTS =
      of("counts", "-Xmx256m").with(FREEING, ACCOUNTING, CONCURRENCY, COLLECTING, RECORDS);

  /** What is most likely to differ. */
  static final Setting FEW = of("few", "-Xmx128m").with(FREEING, IDENTITY, ZEROES, VIEWS);

  static final Setting PAGES =
      of("pages", "-Xmx128m", "-Dsun.nio.PageAlignDirectMemory=true")
          .with(Topic.PAGES, FREEING, ACCOUNTING, ZEROES, IDENTITY);

  static final Setting LIMIT =
      of("limit", "-Xmx64m", "-XX:MaxDirectMemorySize=8m").with(EXHAUSTION, DROPPING);

  /** The limit is then the largest size of the Java heap. */
  static final Setting NO_LIMIT = of("no limit", "-Xmx32m").with(EXHAUSTION, DROPPING);

  static final Setting EXIT =
      new Setting("exit", AtExit.class.getName(), List.of("-Xmx64m"), List.of(SHUTDOWN));

  /** Those that run in every build. */
  static final List<Setting> USUAL = List.of(BUFFERS, COUNTS, PAGES, LIMIT, EXIT);

  static Setting of(String name, String... flags) {
    return new Setting(name, Runner.class.getName(), List.of(flags), List.of());
  }

  /** A collector's: freeing, counting and the limit, but no collection where it makes none. */
  static Setting collector(String name) {
    Setting setting = of(name, "-Xmx400m", "-XX:MaxDirectMemorySize=16m");
    setting = setting.flag("-XX:+UnlockExperimentalVMOptions").flag(collectorFlag(name));
    return name.equals("Epsilon")
        // It says how it wants to be set up, with the time.
        ? setting.flag("-Xlog:disable").with(FREEING, ACCOUNTING, EXHAUSTION)
        : setting.with(FREEING, ACCOUNTING, COLLECTING, DROPPING);
  }

  /** What switches the collector of this name on. */
  static String collectorFlag(String name) {
    return "-XX:+Use" + name + "GC";
  }

  Setting flag(String flag) {
    List<String> more = new ArrayList<>(flags);
    more.add(flag);
    return new Setting(name, program, List.copyOf(more), topics);
  }

  Setting with(Topic... more) {
    List<Topic> all = new ArrayList<>(topics);
    all.addAll(List.of(more));
    return new Setting(name, program, flags, List.copyOf(all));
  }

  /**
   * Whether its checks run out of direct memory or leave arenas open, which the agent comments on
   * stderr.
   */
  boolean commented() {
    return topics.contains(EXHAUSTION)
        || topics.contains(ARENA_LIMIT)
        || topics.contains(ARENA_LEFT_OPEN);
  }

  /** How many checks it has. */
  int size() {
    return topics.stream().mapToInt(topic -> topic.checks().size()).sum();
  }

  @Override
  public String toString() {
    return name;
  }
}
