package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How wide what is printed may be. */
final class Terminal {

  private static final int STANDARD_COLUMNS = 100;
  private static final int MIN_COLUMNS = 40;

  /** Whoever reads a pipe has no width; names are not cut there. */
  private static final int UNLIMITED_COLUMNS = 400;

  private static final Path STDIN = Path.of("/proc/self/fd/0");
  private static final Path STDOUT = Path.of("/proc/self/fd/1");

  private Terminal() {}

  /** Columns of the terminal that stdout is, or plenty where it is none. */
  static int columns() {
    if (!isStdout()) {
      return UNLIMITED_COLUMNS;
    }
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null
          ? STANDARD_COLUMNS
          : Math.max(MIN_COLUMNS, Integer.parseInt(columns.trim()));
    } catch (NumberFormatException e) {
      return STANDARD_COLUMNS;
    }
  }

  /** Whether somebody sits before both stdin and stdout, and the terminal knows how to redraw. */
  static boolean isInteractive() {
    String type = System.getenv("TERM");
    return isTerminal(STDIN) && isStdout() && type != null && !type.equals("dumb");
  }

  /** Whether stdout is one. */
  static boolean isStdout() {
    return isTerminal(STDOUT);
  }

  /** The JDK's own answer differs between releases. */
  private static boolean isTerminal(Path descriptor) {
    try {
      String file = Files.readSymbolicLink(descriptor).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
