package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import java.util.List;

/** The table of lines that open arenas. What an arena holds is an average over the closed ones. */
final class ArenaTable {

  private static final String UNKNOWN = "-";

  private final FigureTable table =
      new FigureTable(
          "arena", "opened", "open", "never closed", "segments", "bytes", "open for", "kind");

  /** A table of {@code arenas}, in their order. */
  ArenaTable(List<OpeningCounts> arenas) {
    for (OpeningCounts arena : arenas) {
      boolean auto = arena.kind().equals("auto");
      boolean closed = arena.closed() > 0;
      table.add(
          arena,
          Units.count(arena.opened()),
          auto ? UNKNOWN : Units.count(arena.openNow()),
          auto ? UNKNOWN : Units.count(arena.neverClosed()),
          closed ? Units.count(arena.segments() / arena.closed()) : UNKNOWN,
          closed ? FigureTable.narrow(arena.bytes() / arena.closed()) : UNKNOWN,
          closed ? Units.nanos(arena.open().p50()) : UNKNOWN,
          arena.kind());
    }
  }

  /** Appends the table to {@code out}, no line of it wider than {@code columns}. */
  void appendTo(StringBuilder out, int columns) {
    table.appendTo(out, columns);
  }
}
