package dev.tinyalloc.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;

/**
 * The report for browsers: one page that loads nothing. Its parts are resources beside this class;
 * {@code report.html} has the name of each part, in double braces, where it belongs.
 *
 * <p>The figures are in the page as the JSON report, packed, so that no name in them can be taken
 * for HTML; the page's scripts show them.
 */
final class HtmlReport {

  private static final String PAGE = "report.html";

  /** Parts that are made, not read. */
  private static final String DATA = "data";

  private static final String NONCE = "nonce";

  private final Snapshot snapshot;
  private final Writer out;

  /** Names the page's own scripts; any that got into it otherwise would not be run. */
  private final String nonce = Long.toHexString(System.nanoTime());

  private HtmlReport(Snapshot snapshot, Writer out) {
    this.snapshot = snapshot;
    this.out = out;
  }

  /** Writes the whole page; leaves {@code out} open. */
  static void write(Snapshot snapshot, Writer out) throws IOException {
    new HtmlReport(snapshot, out).page();
  }

  private void page() throws IOException {
    String page = text(PAGE);
    int from = 0;
    for (int at = page.indexOf("{{"); at >= 0; at = page.indexOf("{{", from)) {
      out.write(page, from, at - from);
      int end = page.indexOf("}}", at);
      part(page.substring(at + 2, end));
      from = end + 2;
    }
    out.write(page, from, page.length() - from);
  }

  private void part(String name) throws IOException {
    switch (name) {
      case DATA -> PackedText.write(packed -> JsonReport.writeAll(snapshot, packed), out);
      case NONCE -> out.write(nonce);
      default -> out.write(text(name));
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream("html/".concat(name))) {
      if (in == null) {
        throw new IOException("the agent's jar has no ".concat(name));
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
