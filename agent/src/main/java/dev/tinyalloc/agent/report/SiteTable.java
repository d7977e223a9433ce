package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table of sites: figures on the right of their columns, then the site's name. */
final class SiteTable {

  private static final int FIGURES = 5;
  private static final String GAP = "  ";

  private final List<SiteCounts> sites;
  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths = new int[FIGURES];

  /** A table of {@code sites}, in their order. */
  SiteTable(List<SiteCounts> sites) {
    this.sites = sites;
    addRow("live", "count", "total", "count", "peak");
    for (SiteCounts site : sites) {
      addRow(
          narrow(site.liveBytes()),
          Units.count(site.liveAllocations()),
          narrow(site.allocatedBytes()),
          Units.count(site.allocations()),
          narrow(site.peakLiveBytes()));
    }
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  void appendTo(StringBuilder out, int columns) {
    String[] labels = labels(columns - figureColumns());
    appendRow(out, 0, "site");
    for (int i = 0; i < labels.length; i++) {
      appendRow(out, i + 1, labels[i]);
    }
  }

  /** Without the space before the unit: the columns it saves are the site's. */
  private static String narrow(long bytes) {
    return Units.bytes(bytes).replace(" ", "");
  }

  private void addRow(String... figures) {
    rows.add(figures);
    for (int i = 0; i < FIGURES; i++) {
      widths[i] = Math.max(widths[i], figures[i].length());
    }
  }

  private int figureColumns() {
    int sum = FIGURES * GAP.length();
    for (int width : widths) {
      sum += width;
    }
    return sum;
  }

  private void appendRow(StringBuilder out, int row, String label) {
    String[] figures = rows.get(row);
    for (int i = 0; i < FIGURES; i++) {
      for (int pad = widths[i] - figures[i].length(); pad > 0; pad--) {
        out.append(' ');
      }
      out.append(figures[i]).append(GAP);
    }
    out.append(label).append('\n');
  }

  /** No two alike: where the names do not tell sites apart, their ids in the JSON report do. */
  private String[] labels(int columns) {
    String[] labels = new String[sites.size()];
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = SiteLabel.of(sites.get(i), columns);
      if (!seen.add(labels[i])) {
        twice.add(labels[i]);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      if (twice.contains(labels[i])) {
        labels[i] = labelWithId(sites.get(i), columns);
      }
    }
    return labels;
  }

  private static String labelWithId(SiteCounts site, int columns) {
    String id = " #".concat(Integer.toString(site.id()));
    return SiteLabel.of(site, columns - id.length()).concat(id);
  }
}
