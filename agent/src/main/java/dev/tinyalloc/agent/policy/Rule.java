package dev.tinyalloc.agent.policy;

import dev.tinyalloc.agent.options.Glob;
import org.jspecify.annotations.Nullable;

/** One thing that a user has said: of which sites, and who is to serve them. Immutable. */
final class Rule {

  private static final String ACCEPTED =
      "the number of a site, or a glob over class, class.method or class.method:line";

  private final String pattern;

  /** The only site that this is about; {@link #MANY} where a glob says which. */
  private final int site;

  private final Glob glob;
  private final Choice choice;

  /** In place of a site. */
  static final int MANY = -1;

  private Rule(String pattern, int site, Choice choice) {
    this.pattern = pattern;
    this.site = site;
    this.glob = new Glob(pattern);
    this.choice = choice;
  }

  /**
   * A rule as the user writes it.
   *
   * @param sites so many sites are known
   * @throws IllegalArgumentException if the pattern is none; the message says what is accepted
   */
  static Rule of(String pattern, Choice choice, int sites) {
    if (pattern.isBlank()) {
      throw new IllegalArgumentException("an empty pattern names no site; accepted: " + ACCEPTED);
    }
    return new Rule(pattern, isNumber(pattern) ? number(pattern, sites) : MANY, choice);
  }

  private static boolean isNumber(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) < '0' || pattern.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String pattern, int sites) {
    int number;
    try {
      number = Integer.parseInt(pattern);
    } catch (NumberFormatException tooLarge) {
      number = 0;
    }
    if (number < 1 || number > sites) {
      String known = sites == 0 ? "there are none yet" : "accepted: 1 to " + sites;
      throw new IllegalArgumentException("no site has the number " + pattern + "; " + known);
    }
    return number;
  }

  Choice choice() {
    return choice;
  }

  /** Whether it is about the same sites, whichever there will be. */
  boolean isAsOf(Rule other) {
    return pattern.equals(other.pattern);
  }

  /** Whether it is about every site there will be. */
  boolean isOfAll() {
    return site == MANY && glob.matchesAll();
  }

  /** Whether it is about the site with this number, in this place; {@code line} may be -1. */
  boolean matches(int id, String className, String method, @Nullable String file, int line) {
    if (site != MANY) {
      return site == id;
    }
    String called = className + '.' + method;
    String numbered = line < 0 ? called : called + ':' + line;
    return glob.matches(className)
        || glob.matches(called)
        || glob.matches(numbered)
        || (file != null && glob.matches(called + '(' + file + ':' + line + ')'));
  }
}
