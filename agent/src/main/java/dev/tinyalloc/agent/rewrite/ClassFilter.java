package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.options.Glob;
import dev.tinyalloc.agent.options.Options;
import java.util.ArrayList;
import java.util.List;

/** Options {@code include} and {@code exclude}: which classes are rewritten. */
final class ClassFilter {

  private final List<Glob> includes;
  private final List<Glob> excludes;

  ClassFilter(Options options) {
    includes = globs(options.includes());
    excludes = globs(options.excludes());
  }

  /** Whether call sites in the class of this name, with dots, are redirected. */
  boolean accepts(String className) {
    return (includes.isEmpty() || anyMatches(includes, className))
        && !anyMatches(excludes, className);
  }

  private static List<Glob> globs(List<String> patterns) {
    List<Glob> globs = new ArrayList<>(patterns.size());
    for (String pattern : patterns) {
      globs.add(new Glob(pattern));
    }
    return globs;
  }

  private static boolean anyMatches(List<Glob> globs, String className) {
    for (Glob glob : globs) {
      if (glob.matches(className)) {
        return true;
      }
    }
    return false;
  }
}
