package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.StackBytes;
import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Collapsed stacks, as flamegraph.pl and its kin read them: a line for each call stack with its
 * frames, the outermost first, and its bytes.
 *
 * <p>The bytes of a stack are estimated from its samples. A site of which no stack has any is one
 * frame with its exact bytes.
 */
final class CollapsedReport {

  private final StackBytes which;
  private final Map<String, Long> bytesByStack = new LinkedHashMap<>();

  private CollapsedReport(StackBytes which) {
    this.which = which;
  }

  /** Writes the lines, those of the first stack of the profile first; leaves {@code out} open. */
  static void write(Snapshot snapshot, StackBytes which, Writer out) throws IOException {
    CollapsedReport report = new CollapsedReport(which);
    report.add(snapshot);
    for (Map.Entry<String, Long> line : report.bytesByStack.entrySet()) {
      out.write(line.getKey() + ' ' + line.getValue() + '\n');
    }
  }

  private void add(Snapshot snapshot) {
    Map<Integer, SiteCounts> sites = snapshot.sitesById();
    Set<Integer> unsampled = new HashSet<>(sites.keySet());
    for (StackCounts stack : snapshot.profile().stacks()) {
      SiteCounts site = sites.get(stack.site());
      long bytes = bytes(stack);
      if (site != null && bytes > 0) {
        unsampled.remove(stack.site());
        add(StackLine.of(stack, site), bytes);
      }
    }
    for (SiteCounts site : snapshot.sites()) {
      if (unsampled.contains(site.id())) {
        add(StackLine.of(site), bytes(site));
      }
    }
  }

  private void add(String stack, long bytes) {
    if (bytes > 0) {
      bytesByStack.merge(stack, bytes, Long::sum);
    }
  }

  private long bytes(StackCounts stack) {
    return Math.round(which == StackBytes.LIVE ? stack.liveBytes() : stack.allocatedBytes());
  }

  private long bytes(SiteCounts site) {
    return which == StackBytes.LIVE ? site.liveBytes() : site.allocatedBytes();
  }
}
