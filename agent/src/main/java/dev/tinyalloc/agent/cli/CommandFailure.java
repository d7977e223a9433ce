package dev.tinyalloc.agent.cli;

/** A command has not done what it is for; the message is the one line that the user gets. */
final class CommandFailure extends Exception {

  /** Exit status: it was tried. */
  static final int FAILED = 1;

  /** Exit status: what was typed makes no sense. */
  static final int USAGE = 2;

  /** Exit status: no such process, or it does not let us in. */
  static final int NO_PROCESS = 3;

  private static final long serialVersionUID = 1;

  private final int status;

  CommandFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
