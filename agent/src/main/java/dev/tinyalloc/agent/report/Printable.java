package dev.tinyalloc.agent.report;

/**
 * Names as a terminal can show them. A class file may call a class almost anything, newlines and
 * terminal sequences included.
 */
final class Printable {

  /** Stands for what was cut out. */
  static final char ELLIPSIS = '…';

  /** What an ellipsis becomes where the encoding has none, and therefore how wide it counts. */
  static final String DOTS = "...";

  private static final int FIRST_WIDE = 0x1100;

  private Printable() {}

  /** The same text with everything that does not print one after the other written as in source. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      appendEscaped(out, text.codePointAt(at));
    }
    return out.toString();
  }

  /** How many columns {@code text}, escaped, takes. */
  static int columns(String text) {
    int columns = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      columns += columns(text.codePointAt(at));
    }
    return columns;
  }

  /**
   * {@code text}, escaped, in at most {@code columns}: a third from its start, the rest its end.
   */
  static String cutMiddle(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    int budget = columns - DOTS.length();
    int head = budget / 3;
    String end = text.substring(startOfEnd(text, budget - head));
    return text.substring(0, endOfStart(text, head)) + ELLIPSIS + end;
  }

  private static int endOfStart(String text, int columns) {
    int at = 0;
    for (int left = columns - columns(text.codePointAt(0)); left >= 0; ) {
      at += Character.charCount(text.codePointAt(at));
      left -= columns(text.codePointAt(at));
    }
    return at;
  }

  private static int startOfEnd(String text, int columns) {
    int at = text.length();
    for (int left = columns - columns(text.codePointBefore(at)); left >= 0; ) {
      at -= Character.charCount(text.codePointBefore(at));
      left -= columns(text.codePointBefore(at));
    }
    return at;
  }

  private static void appendEscaped(StringBuilder out, int point) {
    switch (point) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (stands(point)) {
          out.appendCodePoint(point);
        } else {
          appendHex(out, point);
        }
      }
    }
  }

  private static void appendHex(StringBuilder out, int point) {
    for (char unit : Character.toChars(point)) {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit(unit >>> shift & 0xF, 16));
      }
    }
  }

  /** Whether the character has a place of its own on a line, after the one before it. */
  private static boolean stands(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  /**
   * Where wide characters begin, all count as wide: one column too many costs nothing, for names
   * stand at the end of a line.
   */
  private static int columns(int point) {
    if (point == ELLIPSIS) {
      return DOTS.length();
    }
    return point < FIRST_WIDE ? 1 : 2;
  }
}
