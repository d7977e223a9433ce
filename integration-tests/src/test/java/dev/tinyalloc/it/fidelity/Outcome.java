package dev.tinyalloc.it.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What checks print. */
final class Outcome {

  private Outcome() {}

  /** Several findings as one. */
  static String of(Object... findings) {
    List<String> texts = new ArrayList<>();
    for (Object finding : findings) {
      texts.add(text(finding));
    }
    return String.join("; ", texts);
  }

  /** What {@code action} throws, or that it throws nothing. */
  static String failure(Check action) {
    try {
      return "no failure: " + text(action.find());
    } catch (Throwable expected) {
      return failure(expected);
    }
  }

  /** An exception with its message and causes. */
  static String failure(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return header(thrown) + (cause == null ? "" : " caused by " + failure(cause));
  }

  /**
   * Where a buffer checks an index, JDK 17's C1 puts the index in as the message and the
   * interpreter puts none: what is seen depends on what happens to be compiled by then.
   */
  private static String header(Throwable thrown) {
    boolean byC1 =
        thrown.getClass() == IndexOutOfBoundsException.class
            && thrown.getMessage() != null
            && thrown.getMessage().matches("-?\\d+");
    return byC1 ? thrown.getClass().getName() : thrown.toString();
  }

  /** The topmost frames of what {@code action} throws: where the JDK threw it. */
  static String origin(Check action, int frames) {
    try {
      return "no failure: " + text(action.find());
    } catch (Throwable expected) {
      StackTraceElement[] trace = expected.getStackTrace();
      return Arrays.stream(trace)
          .limit(frames)
          .map(frame -> frame.getClassName() + "." + frame.getMethodName())
          .toList()
          .toString();
    }
  }

  /** The same for equal contents. */
  static String text(Object finding) {
    return finding instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes)
        : finding instanceof Object[] objects
            ? Arrays.deepToString(objects)
            : String.valueOf(finding);
  }

  /** {@code text} as one line of ASCII. */
  static String line(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 127 && c != '\\') {
        printable.append(c);
      } else {
        printable.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return printable.toString();
  }
}
