package dev.tinyalloc.agent.cli;

/**
 * What {@code doctor} has found.
 *
 * @param severity how bad it is
 * @param subject what it is about, in a word or two
 * @param text what is so, and what follows from that
 * @param remedy an option or a command to copy; empty where none is needed
 */
record Finding(Severity severity, String subject, String text, String remedy) {

  /** From harmless to what keeps the agent out. */
  enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing. */
    NOTE,
    /** Works, with a disturbance. */
    WARNING,
    /** Does not work. */
    ERROR
  }

  static Finding ok(String subject, String text) {
    return new Finding(Severity.OK, subject, text, "");
  }

  static Finding note(String subject, String text, String remedy) {
    return new Finding(Severity.NOTE, subject, text, remedy);
  }

  static Finding warning(String subject, String text, String remedy) {
    return new Finding(Severity.WARNING, subject, text, remedy);
  }

  static Finding error(String subject, String text, String remedy) {
    return new Finding(Severity.ERROR, subject, text, remedy);
  }
}
