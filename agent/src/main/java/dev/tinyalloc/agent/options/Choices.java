package dev.tinyalloc.agent.options;

import org.jspecify.annotations.Nullable;

/** One word, or several joined by {@code +}, out of a fixed set. */
final class Choices extends Kind {

  private final @Nullable String none;
  private final boolean several;
  private final String[] words;

  private Choices(@Nullable String none, boolean several, String... words) {
    this.none = none;
    this.several = several;
    this.words = words;
  }

  /** Exactly one of {@code words}. */
  static Choices one(String... words) {
    return new Choices(null, false, words);
  }

  /** Any of {@code words}, joined by {@code +}. */
  static Choices some(String... words) {
    return new Choices(null, true, words);
  }

  /** The word {@code none} alone, or any of {@code words}, joined by {@code +}. */
  static Choices noneOr(String... words) {
    return new Choices("none", true, words);
  }

  @Override
  String accepted() {
    if (!several) {
      return "one of " + String.join(", ", words);
    }
    String any = "any of " + String.join("+", words);
    return none == null ? any : none + ", or " + any;
  }

  @Override
  boolean accepts(String value) {
    return value.equals(none) || firstUnknown(value) == null;
  }

  @Override
  @Nullable String nearest(String value) {
    String wrong = firstUnknown(value);
    if (wrong == null) {
      return null;
    }
    String near = Nearest.of(wrong, words);
    if (none != null && Nearest.distance(wrong, none) < Nearest.distance(wrong, near)) {
      near = none;
    }
    return Nearest.distance(wrong, near) <= near.length() / 2 ? near : null;
  }

  private @Nullable String firstUnknown(String value) {
    if (!several) {
      return isWord(value) ? null : value;
    }
    for (String part : Lists.split(value)) {
      if (!isWord(part)) {
        return part;
      }
    }
    return null;
  }

  private boolean isWord(String part) {
    for (String word : words) {
      if (word.equals(part)) {
        return true;
      }
    }
    return false;
  }
}
