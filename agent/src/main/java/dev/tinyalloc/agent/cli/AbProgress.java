package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.ab.Listener;
import dev.tinyalloc.agent.ab.Progress;
import dev.tinyalloc.agent.report.Units;
import java.io.PrintWriter;

/** Says on stderr how far an experiment is: on a terminal in one line that is redrawn. */
final class AbProgress implements Listener {

  private static final String REDRAW = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean quiet;
  private final boolean redraws = Terminal.isInteractive();

  AbProgress(PrintWriter err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  @Override
  public void next(Progress progress) {
    if (quiet) {
      return;
    }
    String line = line(progress);
    err.print(redraws ? REDRAW + line : line + System.lineSeparator());
    err.flush();
  }

  private static String line(Progress progress) {
    String which = progress.pair() == 0 ? "warm-up" : "pair " + progress.pair();
    String left =
        progress.leftMillis() < 0
            ? ""
            : ", about " + Units.duration(progress.leftMillis()) + " left";
    int forks = Math.max(progress.fork(), progress.forks());
    return "fork " + progress.fork() + " of " + forks + ": " + progress.arm() + ", " + which + left;
  }

  @Override
  public void say(String line) {
    end();
    err.println("tinyalloc: " + line);
    err.flush();
  }

  /** Nothing more follows. */
  void end() {
    if (redraws && !quiet) {
      err.print(REDRAW);
      err.flush();
    }
  }
}
