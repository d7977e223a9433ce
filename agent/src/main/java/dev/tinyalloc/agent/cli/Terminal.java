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

  /** Whether stdout is one. The JDK's own answer differs between releases. */
  static boolean isStdout() {
    try {
      String file = Files.readSymbolicLink(STDOUT).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
