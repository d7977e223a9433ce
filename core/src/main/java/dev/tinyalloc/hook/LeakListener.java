package dev.tinyalloc.hook;

import dev.tinyalloc.site.Opening;

/** Told of lines that leave arenas open. */
public interface LeakListener {

  /**
   * An arena of this line has become unreachable while it was open: the first one. On a daemon
   * thread.
   */
  void neverClosed(Opening opening);
}
