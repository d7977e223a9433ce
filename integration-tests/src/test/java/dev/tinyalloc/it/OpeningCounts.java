package dev.tinyalloc.it;

import com.google.gson.JsonObject;
import java.util.List;

/** One line that opens arenas and its counts, as the report or the program itself says. */
record OpeningCounts(
    String kind,
    String className,
    String method,
    int line,
    long opened,
    long closed,
    long neverClosed) {

  /** What begins each line in which a program says the same, in this order, separated by tabs. */
  static final String MARK = "opening\t";

  static List<OpeningCounts> printedBy(ChildJvm.Result result) {
    return result
        .stdout()
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> printed(line.substring(MARK.length()).split("\t")))
        .toList();
  }

  private static OpeningCounts printed(String[] parts) {
    return new OpeningCounts(
        parts[0],
        parts[1],
        parts[2],
        Integer.parseInt(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]));
  }

  static OpeningCounts of(JsonObject opening) {
    return new OpeningCounts(
        opening.get("kind").getAsString(),
        opening.get("class").getAsString(),
        opening.get("method").getAsString(),
        opening.get("line").getAsInt(),
        opening.get("opened").getAsLong(),
        opening.get("closed").getAsLong(),
        opening.get("neverClosed").getAsLong());
  }
}
