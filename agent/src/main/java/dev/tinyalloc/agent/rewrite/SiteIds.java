package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.boot.ReferenceGenerator;
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

  /** Internal name of a class whose method of the target's name and type counts at {@code site}. */
  default String reference(int site) {
    return ReferenceGenerator.name(site);
  }

  /** Told of a method reference at {@code site} that stays as it is. */
  default void left(String className, int site) {}
}
