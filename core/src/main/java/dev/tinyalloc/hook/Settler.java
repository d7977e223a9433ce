package dev.tinyalloc.hook;

import dev.tinyalloc.os.Os;

/**
 * Brings the JDK's books of direct memory up to date a hundred times a second, while any carrier is
 * too busy to do so itself.
 */
final class Settler extends Daemon {

  static final Settler INSTANCE = new Settler();

  private static final long PERIOD_NANOS = 10_000_000;

  private Settler() {
    super("tinyalloc-settler");
  }

  @Override
  void work() {
    do {
      Os.CURRENT.pause(PERIOD_NANOS);
    } while (Lane.calmAll());
  }
}
