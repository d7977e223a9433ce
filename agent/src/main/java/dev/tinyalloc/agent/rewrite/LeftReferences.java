package dev.tinyalloc.agent.rewrite;

import java.util.HashMap;
import java.util.Map;

/**
 * Where the method references stand that were left as they are, so that a call through one is
 * counted at the line that wrote it. Any thread.
 */
final class LeftReferences {

  /** In place of a site. */
  static final int UNKNOWN = 0;

  private static final Map<String, Integer> SITES = new HashMap<>();

  private LeftReferences() {}

  static void add(String className, String loader, int site) {
    synchronized (SITES) {
      Integer before = SITES.put(key(className, loader), site);
      if (before != null && before != site) {
        // A call does not say which of the two it came through.
        SITES.put(key(className, loader), UNKNOWN);
      }
    }
  }

  /** The site of the only such reference in the class, or {@link #UNKNOWN}. */
  static int site(String className, String loader) {
    synchronized (SITES) {
      return SITES.getOrDefault(key(className, loader), UNKNOWN);
    }
  }

  private static String key(String className, String loader) {
    return className + ' ' + loader;
  }
}
