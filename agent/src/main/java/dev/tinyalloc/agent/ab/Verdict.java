package dev.tinyalloc.agent.ab;

import java.util.Locale;

/** What can be said of an arm against its base. */
enum Verdict {
  /** It is better, by more than the margin as far as one can tell. */
  BETTER,
  /** It is worse, likewise. */
  WORSE,
  /** They differ by less than the margin. */
  EQUIVALENT,
  /** The forks do not tell. */
  INCONCLUSIVE;

  /** As in tables and files. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
