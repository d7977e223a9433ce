package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.OpeningCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshot.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for people: totals and the sites that matter most, within 100 columns. */
final class TextReport {

  static final int COLUMNS = 100;

  static final int ROWS = 20;

  private static final int GROWING_ROWS = 10;

  private final Snapshot snapshot;

  /** Sites that have allocated, most important first. */
  private final List<SiteCounts> active = new ArrayList<>();

  private final StringBuilder out = new StringBuilder();

  private TextReport(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (SiteCounts site : snapshot.sites()) {
      if (site.allocations() > 0) {
        active.add(site);
      }
    }
  }

  /** The whole report, each line ended by a newline. */
  static String render(Snapshot snapshot) {
    return new TextReport(snapshot).render();
  }

  private String render() {
    title();
    if (active.isEmpty()) {
      nothing();
    } else {
      totals(snapshot.totals());
      memory(snapshot.memory());
    }
    missed(snapshot.coverage().missed().size());
    if (!active.isEmpty()) {
      table();
    }
    if (!snapshot.profile().calls().sites().isEmpty()) {
      calls(snapshot.profile().calls());
    }
    if (!snapshot.profile().growth().isEmpty()) {
      growth();
    }
    if (!snapshot.arenas().isEmpty()) {
      arenas();
    }
    return out.toString();
  }

  private void title() {
    out.append("tinyalloc ").append(snapshot.agent().version()).append(' ').append(mode());
    out.append(", pid ").append(snapshot.program().pid());
    out.append(", up ").append(Units.duration(snapshot.program().uptimeMillis())).append('\n');
  }

  private String mode() {
    return snapshot.agent().mode().name().toLowerCase(Locale.ROOT);
  }

  private void nothing() {
    if (snapshot.sites().isEmpty()) {
      out.append(
          "No call of ByteBuffer.allocateDirect or Arena.allocate was found in the classes of this"
              + " program.\n");
    } else {
      out.append("None of the allocation sites found has allocated; there are ");
      out.append(Units.count(snapshot.sites().size())).append(".\n");
    }
  }

  private void totals(Totals totals) {
    out.append("live       ").append(Units.bytes(totals.liveBytes()));
    out.append(" in ").append(allocations(totals.liveAllocations()));
    out.append(", peak ").append(Units.bytes(totals.peakLiveBytes())).append('\n');
    out.append("allocated  ").append(Units.bytes(totals.allocatedBytes()));
    out.append(" in ").append(allocations(totals.allocations()));
    out.append(", freed ").append(Units.bytes(totals.freedBytes()));
    out.append(" in ").append(Units.count(totals.frees())).append('\n');
  }

  private static String allocations(long count) {
    return Units.count(count).concat(count == 1 ? " allocation" : " allocations");
  }

  private void memory(Memory memory) {
    out.append("committed  ");
    if (snapshot.agent().mode() == AgentMode.OBSERVE && memory.reservedBytes() == 0) {
      out.append("nothing by TinyAlloc: the JDK serves in this mode\n");
      return;
    }
    out.append(Units.bytes(memory.committedBytes()));
    out.append(": ").append(Units.bytes(memory.liveBlockBytes())).append(" live blocks, ");
    out.append(Units.bytes(memory.freeBlockBytes())).append(" free blocks, ");
    out.append(Units.bytes(memory.largeBytes())).append(" large, ");
    long other = memory.uncutBytes() + memory.emptySegmentBytes() + memory.cachedLargeBytes();
    out.append(Units.bytes(other)).append(" other\n");
  }

  private void missed(int classes) {
    if (classes > 0) {
      out.append("missed     ").append(Units.count(classes));
      out.append(classes == 1 ? " class" : " classes");
      out.append(" whose allocations are not counted (report=json names them)\n");
    }
  }

  private void table() {
    out.append('\n');
    int shown = Math.min(ROWS, active.size());
    new SiteTable(active.subList(0, shown)).appendTo(out, COLUMNS);
    int more = active.size() - shown;
    if (more > 0) {
      out.append(Printable.ELLIPSIS).append(" and ").append(Units.count(more));
      out.append(more == 1 ? " more site" : " more sites");
      out.append(" (report=html lists them all)\n");
    }
  }

  private void calls(Calls calls) {
    out.append('\n');
    List<SiteCounts> timed = new CallOrder(active, calls).sorted();
    int shown = Math.min(ROWS, timed.size());
    new CallTable(timed.subList(0, shown), calls).appendTo(out, COLUMNS);
    if (timed.size() > shown) {
      out.append(Printable.ELLIPSIS).append(" and ").append(Units.count(timed.size() - shown));
      out.append(" more (report=json lists them all)\n");
    }
    if (calls.arms() != null) {
      out.append(Calls.Arms.WARNING).append('\n');
    }
  }

  private void growth() {
    out.append('\n');
    List<Growth> growing = snapshot.profile().growth();
    int shown = Math.min(GROWING_ROWS, growing.size());
    new GrowthTable(growing.subList(0, shown), snapshot.sitesById()).appendTo(out, COLUMNS);
    int more = growing.size() - shown;
    if (more > 0) {
      out.append(Printable.ELLIPSIS).append(" and ").append(Units.count(more));
      out.append(more == 1 ? " more site" : " more sites");
      out.append(" that keep growing (report=html lists them all)\n");
    }
  }

  private void arenas() {
    out.append('\n');
    List<OpeningCounts> lines = snapshot.arenas();
    int shown = Math.min(ROWS, lines.size());
    new ArenaTable(lines.subList(0, shown)).appendTo(out, COLUMNS);
    int more = lines.size() - shown;
    if (more > 0) {
      out.append(Printable.ELLIPSIS).append(" and ").append(Units.count(more));
      out.append(more == 1 ? " more line" : " more lines");
      out.append(" that open arenas (report=html lists them all)\n");
    }
  }
}
