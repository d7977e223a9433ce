package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * For calls that are served and leave no trace in the report. Not a lambda: the first one in a
 * process costs more than a whole self-test.
 */
final class Uncounted implements SiteIds {

  /** In place of the id of a site, or of a line that opens arenas. */
  static final int ID = 0;

  @Override
  public int id(Target target, String className, String method, @Nullable String file, int line) {
    return ID;
  }
}
