package dev.tinyalloc.hook;

/** What {@link AutoHook} needs of an arena whose memory the collector frees. Any thread. */
public interface AutoArena {

  /** Whether the caller is the first to claim the place of the one object that it keeps. */
  boolean claim();

  /** Gives the place back. */
  void unclaim();

  /** Keeps {@code cleaner} reachable as long as the arena's session is; after {@link #claim}. */
  void keep(Object cleaner);
}
