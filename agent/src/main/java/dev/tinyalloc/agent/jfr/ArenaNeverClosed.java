package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A line that opens arenas which nobody closes. */
@Name("dev.tinyalloc.ArenaNeverClosed")
@Label("Arena Never Closed")
@Description("A line that opens arenas which nobody closes.")
@Category("TinyAlloc")
@Period("endChunk")
@StackTrace(false)
final class ArenaNeverClosed extends Event {
  @Label("Kind")
  @Nullable String kind;

  @Label("Class")
  @Nullable String className;

  @Label("Method")
  @Nullable String method;

  @Label("File")
  @Nullable String file;

  @Label("Line")
  int line;

  @Label("Opened")
  long opened;

  @Label("Closed")
  long closed;

  @Label("Never Closed")
  long neverClosed;

  /** One event for each line that has left an arena open. */
  static void commitAll(Snapshot snapshot) {
    for (OpeningCounts opening : snapshot.arenas()) {
      if (opening.neverClosed() > 0) {
        new ArenaNeverClosed().commit(opening);
      }
    }
  }

  private void commit(OpeningCounts from) {
    kind = from.kind();
    className = from.className();
    method = from.method();
    file = from.file();
    line = from.line();
    opened = from.opened();
    closed = from.closed();
    neverClosed = from.neverClosed();
    commit();
  }
}
