package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.report.FigureTable;
import dev.tinyalloc.agent.report.Units;
import java.util.ArrayList;
import java.util.List;

/** A diff for people. */
final class DiffText {

  private static final String[][] TOTALS = {
    {"live", "liveBytes"},
    {"  buffers", "liveAllocations"},
    {"peak", "peakLiveBytes"},
    {"allocated", "allocatedBytes"},
    {"  allocations", "allocations"},
    {"freed", "freedBytes"},
    {"  frees", "frees"}
  };

  private final Diff diff;
  private final int columns;
  private final double seconds;
  private final StringBuilder out = new StringBuilder();

  private DiffText(Diff diff, int columns) {
    this.diff = diff;
    this.columns = columns;
    this.seconds = diff.seconds();
  }

  /**
   * All of {@code diff}, each line ended by a newline.
   *
   * @param limit of rows in a table; 0 for none
   */
  static String of(Diff diff, DiffKey key, int limit, int columns) {
    DiffText text = new DiffText(diff, columns);
    text.reports();
    if (diff.isEmpty()) {
      text.out.append("nothing changed\n");
    } else {
      text.figures();
      text.sites(diff.sites(key), limit);
      text.arenas(diff.arenas(), limit);
    }
    text.rest();
    return text.out.toString();
  }

  private void reports() {
    report("A", diff.a());
    report("B", diff.b());
    if (diff.a().isOfSameProcess(diff.b())) {
      out.append("the same process");
      if (seconds != 0) {
        out.append(", ").append(Units.duration(Math.abs(Math.round(seconds * 1000))));
        out.append(seconds > 0 ? " later" : " earlier");
      }
      out.append('\n');
    }
  }

  private void report(String letter, Report report) {
    out.append(letter).append("  ").append(report.name()).append(": ").append(report.program());
    out.append(report.program().isEmpty() ? "" : ", ").append("pid ").append(report.pid());
    out.append(", ").append(report.mode()).append(", ").append(report.time());
    out.append(", up ").append(Units.duration(report.uptimeMillis())).append('\n');
  }

  private void figures() {
    TextTable table =
        seconds == 0
            ? new TextTable("", "A", "B", "change")
            : new TextTable("", "A", "B", "change", "per second");
    for (String[] row : TOTALS) {
      add(table, row[0], diff.totals(), row[1]);
    }
    for (String[] row : StatusCommand.MEMORY) {
      if (diff.memory().by(row[1]) != 0) {
        add(table, row[0], diff.memory(), row[1]);
      }
    }
    out.append('\n');
    table.appendTo(out);
  }

  private void add(TextTable table, String name, Change change, String figure) {
    boolean isBytes = figure.endsWith("Bytes");
    long by = change.by(figure);
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(text(change.before(figure), isBytes));
    cells.add(text(change.after(figure), isBytes));
    cells.add(isBytes ? Signed.bytes(by) : Signed.count(by));
    if (seconds != 0) {
      cells.add(hasRate(figure) ? rate(by, isBytes) : "");
    }
    table.add(cells.toArray(String[]::new));
  }

  private static String text(long figure, boolean isBytes) {
    return isBytes ? Units.bytes(figure) : Units.count(figure);
  }

  /** A peak does not rise at any rate. */
  static boolean hasRate(String figure) {
    return !figure.equals("peakLiveBytes");
  }

  private String rate(long by, boolean isBytes) {
    return isBytes ? Signed.bytesPerSecond(by, seconds) : Signed.countPerSecond(by, seconds);
  }

  private void sites(List<Change> changes, int limit) {
    if (changes.isEmpty()) {
      return;
    }
    List<String> headings = new ArrayList<>(List.of("+live", "+count", "+total", "+calls"));
    if (seconds != 0) {
      headings.add("total/s");
    }
    headings.add("");
    FigureTable table = new FigureTable("site", headings.toArray(String[]::new));
    for (Change change : first(changes, limit)) {
      table.add(new JsonPlace(change.row()), site(change));
    }
    append(table, changes.size(), limit);
  }

  private String[] site(Change change) {
    List<String> cells = new ArrayList<>();
    cells.add(Signed.narrow(change.by("liveBytes")));
    cells.add(Signed.count(change.by("liveAllocations")));
    cells.add(Signed.narrow(change.by("allocatedBytes")));
    cells.add(Signed.count(change.by("allocations")));
    if (seconds != 0) {
      cells.add(Signed.bytesPerSecond(change.by("allocatedBytes"), seconds));
    }
    cells.add(novelty(change));
    return cells.toArray(String[]::new);
  }

  private void arenas(List<Change> changes, int limit) {
    if (changes.isEmpty()) {
      return;
    }
    FigureTable table =
        new FigureTable("opens arenas", "+opened", "+closed", "+never closed", "kind", "");
    for (Change change : first(changes, limit)) {
      table.add(
          new JsonPlace(change.row()),
          Signed.count(change.by("opened")),
          Signed.count(change.by("closed")),
          Signed.count(change.by("neverClosed")),
          Json.text(change.row(), "kind"),
          novelty(change));
    }
    append(table, changes.size(), limit);
  }

  private void append(FigureTable table, int rows, int limit) {
    out.append('\n');
    table.appendTo(out, columns);
    if (limit > 0 && rows > limit) {
      out.append("and ").append(Units.count(rows - limit)).append(" more; --limit 0 shows all\n");
    }
  }

  private static String novelty(Change change) {
    return switch (change.status()) {
      case NEW, GONE -> change.status().text();
      case CHANGED, SAME -> "";
    };
  }

  private void rest() {
    if (diff.hasRest()) {
      Change rest = diff.rest();
      out.append("\nleft out of the reports, where there was no room: ");
      out.append(Units.count(diff.a().leftOut("sites"))).append(" sites in A, ");
      out.append(Units.count(diff.b().leftOut("sites"))).append(" in B; together ");
      out.append(Signed.bytes(rest.by("liveBytes"))).append(" live, ");
      out.append(Signed.bytes(rest.by("allocatedBytes"))).append(" allocated.\n");
      out.append("A site that is new or gone may be one of them.\n");
    }
  }

  static List<Change> first(List<Change> changes, int limit) {
    return limit == 0 || limit > changes.size() ? changes : changes.subList(0, limit);
  }
}
