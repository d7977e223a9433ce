package dev.tinyalloc.agent.ab;

import dev.tinyalloc.agent.report.HtmlPage;
import java.io.IOException;
import java.io.Writer;

/** An experiment as a page: all forks, and how they compare. Its figures are those of the JSON. */
final class AbHtml {

  private AbHtml() {}

  /** Writes the whole page; leaves {@code out} open. */
  static void write(Analysis analysis, Writer out) throws IOException {
    // The JSON has < and the like escaped.
    HtmlPage.write("ab.html", page -> AbJson.writeCompact(analysis, page), out);
  }
}
