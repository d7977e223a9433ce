package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.hook.LeakListener;
import dev.tinyalloc.site.Opening;

/** Warns once of each line that leaves arenas open. */
public final class LeakReport implements LeakListener {

  @Override
  public void neverClosed(Opening opening) {
    Console.warn(text(opening));
  }

  private static String text(Opening opening) {
    String place = Printable.escape(opening.className()) + '.' + Printable.escape(opening.method());
    return "a "
        + opening.kind()
        + " arena was never closed, and nobody can any more; opened at "
        + place
        + '('
        + file(opening)
        + "). What it holds stays held; others of this line are only counted";
  }

  private static String file(Opening opening) {
    String file = opening.file();
    String name = file == null ? "unknown source" : Printable.escape(file);
    return opening.line() < 0 ? name : name + ':' + opening.line();
  }
}
