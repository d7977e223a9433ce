package dev.tinyalloc.agent.install;

import dev.tinyalloc.hook.ArenaHook;

/** Finds arenas that nobody can close any more. Loaded only if the hooks are installed. */
final class LeakedArenas {

  private LeakedArenas() {}

  /** Has a collection look for them, if arenas are open; takes as long as that. */
  static void find() {
    if (ArenaHook.anyOpen()) {
      ArenaHook.findLeaks();
    }
  }
}
