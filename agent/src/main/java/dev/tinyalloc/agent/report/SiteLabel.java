package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.Place;

/**
 * Names a site in few columns. In order, the first that fits:
 *
 * <ol>
 *   <li>{@code io.netty.buffer.PoolArena$DirectArena.newChunk(PoolArena.java:735)}
 *   <li>{@code io.netty.buffer.PoolArena$DirectArena.newChunk:735}
 *   <li>{@code i.n.b.PoolArena$DirectArena.newChunk:735}
 *   <li>the last one, cut in its middle
 * </ol>
 */
public final class SiteLabel {

  private SiteLabel() {}

  /** The label of {@code site} in at most {@code columns}, escaped. */
  public static String of(Place site, int columns) {
    String method = ".".concat(Printable.escape(site.method()));
    String type = Printable.escape(site.className());
    String label = type.concat(method).concat(inFile(site));
    if (Printable.columns(label) > columns) {
      label = type.concat(method).concat(line(site));
    }
    if (Printable.columns(label) > columns) {
      label = initials(type).concat(method).concat(line(site));
    }
    return Printable.cutMiddle(label, columns);
  }

  private static String inFile(Place site) {
    String file = site.file();
    return file == null ? line(site) : "(" + Printable.escape(file) + line(site) + ")";
  }

  private static String line(Place site) {
    return site.line() < 0 ? "" : ":".concat(Integer.toString(site.line()));
  }

  /** {@code io.netty.buffer.PoolArena} as {@code i.n.b.PoolArena}. */
  private static String initials(String type) {
    int simpleName = type.lastIndexOf('.') + 1;
    StringBuilder out = new StringBuilder();
    for (int from = 0; from < simpleName; from = type.indexOf('.', from) + 1) {
      out.appendCodePoint(type.codePointAt(from));
      if (type.charAt(from) != '.') {
        out.append('.');
      }
    }
    return out.append(type, simpleName, type.length()).toString();
  }
}
