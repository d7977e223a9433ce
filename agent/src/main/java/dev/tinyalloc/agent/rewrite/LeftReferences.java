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

  static void add(String label, String className, String loader, int site) {
    String key = key(label, className, loader);
    synchronized (SITES) {
      Integer before = SITES.put(key, site);
      if (before != null && before != site) {
        // A call does not say which of the two it came through.
        SITES.put(key, UNKNOWN);
      }
    }
  }

  /**
   * The site, or line that opens arenas, of the only such reference in the class to a target with
   * that label; or {@link #UNKNOWN}.
   */
  static int site(String label, String className, String loader) {
    synchronized (SITES) {
      return SITES.getOrDefault(key(label, className, loader), UNKNOWN);
    }
  }

  private static String key(String label, String className, String loader) {
    return label + ' ' + className + ' ' + loader;
  }
}
