package dev.tinyalloc.samples;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how far a run has come: in one line that is redrawn, or else in few lines. */
final class Progress {

  private static final int LINES = 5;
  private static final long REDRAW_MILLIS = 100;

  private final PrintStream out;
  private final boolean redraw;
  private final int total;
  private long shownAtMillis;
  private int linesShown;

  Progress(PrintStream out, boolean redraw, int total) {
    this.out = out;
    this.redraw = redraw;
    this.total = total;
  }

  /** Tells how many of the total are done; cheap if there is nothing new to show. */
  synchronized void update(int done) {
    if (redraw ? isRedrawDue(done) : isLineDue(done)) {
      String text =
          String.format(Locale.ROOT, "%,d of %,d requests (%d %%)", done, total, percent(done));
      out.print(redraw ? "\r  " + text : "  " + text + "\n");
      out.flush();
    }
  }

  /** Removes the line that was redrawn. */
  synchronized void clear() {
    if (redraw) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  private long percent(int done) {
    return 100L * done / total;
  }

  private boolean isRedrawDue(int done) {
    long nowMillis = System.nanoTime() / 1_000_000;
    boolean isDue = done == total || nowMillis - shownAtMillis >= REDRAW_MILLIS;
    if (isDue) {
      shownAtMillis = nowMillis;
    }
    return isDue;
  }

  private boolean isLineDue(int done) {
    long line = (long) LINES * done / total;
    boolean isDue = line > linesShown;
    if (isDue) {
      linesShown = (int) line;
    }
    return isDue;
  }
}
