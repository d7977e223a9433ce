package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.Nullable;

/** Numbers the call sites that are rewritten. */
interface SiteIds {

  /**
   * The id that the rewritten call hands to the hook.
   *
   * @param className binary name of the calling class, with dots
   * @param method name of the calling method
   * @param file source file, or null where the class does not say
   * @param line source line, or -1
   */
  int id(String className, String method, @Nullable String file, int line);
}
