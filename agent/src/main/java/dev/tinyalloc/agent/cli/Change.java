package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row, or an object with figures, in the first report and in the second; null where not there.
 */
record Change(@Nullable JsonObject before, @Nullable JsonObject after, List<String> figures) {

  /** Where rows change by the same, one stands before the other in each run. */
  static final Comparator<Change> BY_PLACE =
      Comparator.comparing((Change change) -> Json.text(change.row(), "class"))
          .thenComparing(change -> Json.text(change.row(), "method"))
          .thenComparingLong(change -> Json.number(change.row(), "line"))
          .thenComparing(change -> Json.text(change.row(), "loader"));

  /** What became of it. */
  enum Status {
    NEW,
    GONE,
    CHANGED,
    SAME;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Status status() {
    if (before == null || after == null) {
      return before == null ? Status.NEW : Status.GONE;
    }
    boolean changed = figures.stream().anyMatch(figure -> by(figure) != 0);
    return changed ? Status.CHANGED : Status.SAME;
  }

  boolean isSame() {
    return status() == Status.SAME;
  }

  /** The row as it is, or as it was where it is gone. */
  JsonObject row() {
    return after != null ? after : before != null ? before : new JsonObject();
  }

  long before(String figure) {
    return Json.number(before, figure);
  }

  long after(String figure) {
    return Json.number(after, figure);
  }

  long by(String figure) {
    return after(figure) - before(figure);
  }
}
