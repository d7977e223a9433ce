package dev.tinyalloc.agent.options;

import org.jspecify.annotations.Nullable;

/** What values an option takes. */
abstract class Kind {

  /** Completes the sentence "accepted: …", for messages and help. */
  abstract String accepted();

  /** Whether {@code value}, trimmed and not empty, is one of them. */
  abstract boolean accepts(String value);

  /** What the user may have meant by the refused {@code value}, or null. */
  @Nullable String nearest(String value) {
    return null;
  }
}
