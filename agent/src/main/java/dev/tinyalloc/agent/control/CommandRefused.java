package dev.tinyalloc.agent.control;

import java.io.IOException;

/** The agent has not done what it was asked for; the message says why, in one line for the user. */
public final class CommandRefused extends IOException {

  private static final long serialVersionUID = 1;

  /** With that line. */
  public CommandRefused(String message) {
    super(message);
  }
}
