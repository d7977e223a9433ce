package dev.tinyalloc.agent.report;

import java.io.IOException;
import java.io.Writer;

/**
 * The report for browsers. The figures are in the page as the JSON report, packed, so that no name
 * in them can be taken for HTML; the page's scripts show them.
 */
final class HtmlReport {

  private HtmlReport() {}

  /** Writes the whole page; leaves {@code out} open. */
  static void write(Snapshot snapshot, Writer out) throws IOException {
    HtmlPage.write(
        "report.html",
        page -> PackedText.write(packed -> JsonReport.writeAll(snapshot, packed), page),
        out);
  }
}
