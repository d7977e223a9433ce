package dev.tinyalloc.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** A table with a name at the left and figures under headings. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  TextTable(String... headings) {
    widths = new int[headings.length];
    add(headings);
  }

  /** A row more, of as many cells as there are headings. */
  void add(String... cells) {
    rows.add(cells);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  void appendTo(StringBuilder out) {
    for (String[] row : rows) {
      out.append(row[0]).append(" ".repeat(widths[0] - row[0].length()));
      for (int i = 1; i < row.length; i++) {
        out.append("  ").append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
      }
      out.append('\n');
    }
  }
}
