package dev.tinyalloc.agent.policy;

import dev.tinyalloc.agent.options.Nearest;
import java.util.Locale;

/** What a rule says of the sites that it is about. The names are those of {@code core}'s routes. */
enum Choice {
  JDK,
  TINYALLOC,
  AUTO;

  private static final String[] WORDS = {"jdk", "tinyalloc", "auto"};

  /**
   * The choice with this name, in small letters.
   *
   * @throws IllegalArgumentException if there is none; the message says what is accepted
   */
  static Choice of(String name) {
    for (Choice choice : values()) {
      if (choice.toString().equals(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "unknown route \""
            + name
            + "\"; did you mean \""
            + Nearest.of(name, WORDS)
            + "\"? Accepted: "
            + String.join(", ", WORDS));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
