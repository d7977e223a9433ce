package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.Nullable;

/** Numbers the call sites that are rewritten. */
interface SiteIds {

  /**
   * The id that the rewritten call hands to the hook: of a site, or of the line that opens an
   * arena, each with a numbering of its own.
   *
   * @param target what is called there
   * @param className binary name of the calling class, with dots
   * @param method name of the calling method
   * @param file source file, or null where the class does not say
   * @param line source line, or -1
   */
  int id(Target target, String className, String method, @Nullable String file, int line);

  /**
   * Internal name of a class whose static method of the target's name, and of its {@link
   * Target#referenceDescriptor type}, counts at {@code id}.
   */
  default String reference(Target target, int id) {
    return target.referenceName(id);
  }

  /** Told of a method reference at {@code id} that stays as it is. */
  default void left(Target target, String className, int id) {}
}
