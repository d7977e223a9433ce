package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites a class of the JDK that opens arenas. Its lines are in the report as those of any class
 * are; the coverage of the program does not count them.
 */
final class JdkRewriting {

  private JdkRewriting() {}

  /**
   * The class with its calls redirected; null if it has none. Where the filter leaves the class
   * out, its arenas are served without being counted: to find out at each call that they are not to
   * be would take a stack walk.
   *
   * @param name with slashes
   */
  static byte @Nullable [] rewrite(String name, byte[] classFile, ClassFilter filter) {
    SiteIds ids =
        filter.accepts(name.replace('/', '.'))
            ? new RegisteredSites(Loaders.name(null))
            : new Uncounted();
    Rewritten rewritten = CallSiteRewriter.rewrite(classFile, Targets.of(false, true), false, ids);
    return rewritten == null ? null : rewritten.classFile();
  }
}
