package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Profile.Frame;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot.Place;
import java.util.List;

/**
 * A call stack on one line: frames joined by semicolons, the outermost first. Whatever would end a
 * frame or the line, in names of the program, is written as in source.
 */
public final class StackLine {

  private StackLine() {}

  /** The frames of {@code stack}; where it has none, its {@code site} alone. */
  public static String of(StackCounts stack, Place site) {
    return stack.frames().isEmpty() ? of(site) : of(stack.frames());
  }

  /** One frame. */
  public static String of(Place place) {
    return frame(place.className(), place.method(), place.line());
  }

  private static String of(List<Frame> frames) {
    StringBuilder out = new StringBuilder();
    for (int i = frames.size() - 1; i >= 0; i--) {
      Frame frame = frames.get(i);
      out.append(frame(frame.className(), frame.method(), frame.line()));
      out.append(i == 0 ? "" : ";");
    }
    return out.toString();
  }

  private static String frame(String className, String method, int line) {
    String name = Printable.escape(className) + '.' + Printable.escape(method);
    return name.replace(";", "\\u003b").replace(" ", "\\u0020") + (line < 0 ? "" : ":" + line);
  }
}
