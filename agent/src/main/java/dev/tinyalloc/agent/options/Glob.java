package dev.tinyalloc.agent.options;

/**
 * A pattern of names: {@code *} stands for any characters, dots included, {@code ?} for one. Case
 * counts. Matched by hand: a regular expression costs start-up time and can take for ever.
 */
public final class Glob {

  private final String pattern;

  /** The pattern as users write it. */
  public Glob(String pattern) {
    this.pattern = pattern;
  }

  /** Whether the whole of {@code name} matches; names of classes have dots. */
  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length() && fits(pattern.charAt(p), name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        // Only the last star needs to take more: the earlier ones have matched at their first
        // chance.
        p = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    return onlyStarsFrom(p);
  }

  /** Whether every name matches. */
  public boolean matchesAll() {
    return !pattern.isEmpty() && onlyStarsFrom(0);
  }

  private static boolean fits(char wanted, char found) {
    return wanted == '?' || wanted == found;
  }

  private boolean onlyStarsFrom(int from) {
    for (int i = from; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '*') {
        return false;
      }
    }
    return true;
  }
}
