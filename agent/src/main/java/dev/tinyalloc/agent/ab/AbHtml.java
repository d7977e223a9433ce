package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.io.Writer;

/** A page with all forks, and how they compare. */
final class AbHtml {

  private AbHtml() {}

  static void write(Analysis analysis, Writer out) throws IOException {
    AbJson.write(analysis, out);
  }
}
