package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table of places: figures on the right of their columns, then the place's name. */
public final class FigureTable {

  private static final String GAP = "  ";

  private final String title;
  private final List<Place> places = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  /** A table whose places are called {@code title}, with a heading for each figure. */
  public FigureTable(String title, String... headings) {
    this.title = title;
    this.widths = new int[headings.length];
    addRow(headings);
  }

  /** A row more; {@code figures} are as many as there are headings. */
  public void add(Place place, String... figures) {
    places.add(place);
    addRow(figures);
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  public void appendTo(StringBuilder out, int columns) {
    String[] labels = labels(columns - figureColumns());
    appendRow(out, 0, title);
    for (int i = 0; i < labels.length; i++) {
      appendRow(out, i + 1, labels[i]);
    }
  }

  /** Without the space before the unit: the columns it saves are the place's. */
  public static String narrow(long bytes) {
    return Units.bytes(bytes).replace(" ", "");
  }

  private void addRow(String... figures) {
    rows.add(figures);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], figures[i].length());
    }
  }

  private int figureColumns() {
    int sum = widths.length * GAP.length();
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  private void appendRow(StringBuilder out, int row, String label) {
    String[] figures = rows.get(row);
    for (int i = 0; i < widths.length; i++) {
      for (int pad = widths[i] - figures[i].length(); pad > 0; pad--) {
        out.append(' ');
      }
      out.append(figures[i]).append(GAP);
    }
    out.append(label).append('\n');
  }

  /** No two alike: where the names do not tell places apart, their ids in the JSON report do. */
  private String[] labels(int columns) {
    String[] labels = new String[places.size()];
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = SiteLabel.of(places.get(i), columns);
      if (!seen.add(labels[i])) {
        twice.add(labels[i]);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      if (twice.contains(labels[i])) {
        labels[i] = labelWithId(places.get(i), columns);
      }
    }
    return labels;
  }

  private static String labelWithId(Place place, int columns) {
    String id = " #".concat(Integer.toString(place.id()));
    return SiteLabel.of(place, columns - id.length()).concat(id);
  }
}
