package dev.tinyalloc.agent.report;

import java.nio.charset.Charset;

/** Where the text report goes unless there is a file for it. */
final class Stderr {

  private Stderr() {}

  /** Prints {@code text} in one go; lines of other threads do not get between. */
  static void print(String text) {
    System.err.print(fit(text, System.getProperty("stderr.encoding", nativeEncoding())));
    System.err.flush();
  }

  /** With dots for the ellipsis where {@code encoding} has none: in containers, as a rule. */
  static String fit(String text, String encoding) {
    return text.indexOf(Printable.ELLIPSIS) < 0 || encodesEllipsis(encoding)
        ? text
        : text.replace(String.valueOf(Printable.ELLIPSIS), Printable.DOTS);
  }

  private static boolean encodesEllipsis(String encoding) {
    try {
      return Charset.forName(encoding).newEncoder().canEncode(Printable.ELLIPSIS);
    } catch (IllegalArgumentException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** JDK 17 does not have the first property that is asked for. */
  private static String nativeEncoding() {
    return System.getProperty("sun.stderr.encoding", System.getProperty("native.encoding", ""));
  }
}
