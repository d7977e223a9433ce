package dev.tinyalloc.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;

/**
 * A page for browsers that loads nothing. Its parts are resources beside this class; the page has
 * the name of each part, in double braces, where it belongs.
 */
public final class HtmlPage {

  /** Where the page has its figures. */
  private static final String DATA = "data";

  private static final String NONCE = "nonce";

  private final Data data;
  private final Writer out;

  /** Names the page's own scripts; any that got into it otherwise would not be run. */
  private final String nonce = Long.toHexString(System.nanoTime());

  private HtmlPage(Data data, Writer out) {
    this.data = data;
    this.out = out;
  }

  /** Writes figures into a page, in a form that cannot be taken for HTML. */
  public interface Data {
    void write(Writer out) throws IOException;
  }

  /** Writes the whole page called {@code name}; leaves {@code out} open. */
  public static void write(String name, Data data, Writer out) throws IOException {
    new HtmlPage(data, out).write(text(name));
  }

  private void write(String page) throws IOException {
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
      case DATA -> data.write(out);
      case NONCE -> out.write(nonce);
      default -> out.write(text(name));
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream("html/".concat(name))) {
      if (in == null) {
        throw new IOException("the agent's jar has no ".concat(name));
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
