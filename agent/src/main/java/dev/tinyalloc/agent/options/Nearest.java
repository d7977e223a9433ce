package dev.tinyalloc.agent.options;

/** Finds what somebody probably meant to type. */
public final class Nearest {

  private Nearest() {}

  /** The candidate with the least {@link #distance} to {@code typed}; the first of equals. */
  public static String of(String typed, String[] candidates) {
    String best = candidates[0];
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(typed, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Levenshtein's distance: characters to insert, delete or replace. Case does not count. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      advance(row, line, Character.toLowerCase(from.charAt(line - 1)), to);
    }
    return row[to.length()];
  }

  private static void advance(int[] row, int line, char typed, String to) {
    int diagonal = row[0];
    row[0] = line;
    for (int column = 1; column < row.length; column++) {
      boolean same = typed == Character.toLowerCase(to.charAt(column - 1));
      int replaced = same ? diagonal : diagonal + 1;
      diagonal = row[column];
      row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
    }
  }
}
