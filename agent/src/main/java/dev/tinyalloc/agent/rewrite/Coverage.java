package dev.tinyalloc.agent.rewrite;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was rewritten, and what was not, since the agent was installed. Any thread. A class that
 * passes twice, because somebody retransforms it, counts once.
 */
public final class Coverage {

  private static final Object LOCK = new Object();
  private static final Map<String, Integer> CALLS = new LinkedHashMap<>();
  private static final Map<String, Missed> MISSED = new LinkedHashMap<>();

  /** Ids of the sites that were found by a stack walk. */
  private static final BitSet FOUND = new BitSet();

  /** Ids of the lines that open arenas and were found so. */
  private static final BitSet FOUND_OPENINGS = new BitSet();

  private Coverage() {}

  /**
   * A class that was left as it was although it has, or may have, calls of its own.
   *
   * @param className binary name, with dots
   * @param loader name of its class loader, as at a site
   * @param reason one phrase for the user
   */
  public record Missed(String className, String loader, String reason) {}

  /** Begins anew: nothing is rewritten. */
  public static void reset() {
    synchronized (LOCK) {
      CALLS.clear();
      MISSED.clear();
      FOUND.clear();
      FOUND_OPENINGS.clear();
    }
  }

  /** The classes that were rewritten, as {@link #key} has them. */
  static Set<String> rewritten() {
    synchronized (LOCK) {
      return new HashSet<>(CALLS.keySet());
    }
  }

  /** Classes in which at least one call was redirected. */
  public static int rewrittenClasses() {
    synchronized (LOCK) {
      return CALLS.size();
    }
  }

  /**
   * Call instructions that were redirected, over all classes; those that open an arena count as
   * well as those that allocate in one.
   */
  public static int rewrittenSites() {
    synchronized (LOCK) {
      int sum = 0;
      for (int calls : CALLS.values()) {
        sum += calls;
      }
      return sum;
    }
  }

  /**
   * Sites found by a stack walk, since their calls could not be rewritten; lines that open arenas
   * count as well.
   */
  public static int otherCallers() {
    synchronized (LOCK) {
      return FOUND.cardinality() + FOUND_OPENINGS.cardinality();
    }
  }

  /** The classes whose allocations are not served, in the order of their appearance. */
  public static List<Missed> missed() {
    synchronized (LOCK) {
      return new ArrayList<>(MISSED.values());
    }
  }

  static void rewritten(String className, String loader, int calls) {
    synchronized (LOCK) {
      CALLS.put(key(className, loader), calls);
      MISSED.remove(key(className, loader));
    }
  }

  static void found(int site) {
    synchronized (LOCK) {
      FOUND.set(site);
    }
  }

  static void foundOpening(int opening) {
    synchronized (LOCK) {
      FOUND_OPENINGS.set(opening);
    }
  }

  static void missed(String className, String loader, String reason) {
    synchronized (LOCK) {
      MISSED.put(key(className, loader), new Missed(className, loader, reason));
    }
  }

  static String key(String className, String loader) {
    return className + ' ' + loader;
  }
}
