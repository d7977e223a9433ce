package dev.tinyalloc.agent.control;

import java.io.IOException;

/** The agent has not done what it was asked for; the message says why, in one line for the user. */
public final class CommandRefused extends IOException {

  private static final long serialVersionUID = 1;

  private final boolean misused;

  /** With that line. */
  public CommandRefused(String message) {
    this(message, false);
  }

  CommandRefused(String message, boolean misused) {
    super(message);
    this.misused = misused;
  }

  /** What was typed makes no sense. */
  public static CommandRefused misused(String message) {
    return new CommandRefused(message, true);
  }

  /** Whether it was what was typed. */
  public boolean isMisused() {
    return misused;
  }
}
