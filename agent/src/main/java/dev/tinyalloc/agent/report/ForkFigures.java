package dev.tinyalloc.agent.report;

import dev.tinyalloc.hook.Trial;
import dev.tinyalloc.site.CallTimes;
import dev.tinyalloc.site.Durations;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.Sites;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is known of a whole process that was one of many: a line for each figure, a name and a
 * number; for times pairs of nanoseconds and how often. Loaded only if core is installed.
 */
public final class ForkFigures {

  private ForkFigures() {}

  /** Writes all lines to {@code out}. */
  public static void write(Writer out) throws IOException {
    line(out, "allocations", allocations());
    line(out, "peakLiveBytes", Sites.TOTAL.peak());
    long first = Trial.firstAllocationMicros();
    if (first != 0) {
      line(out, "firstAllocationEpochMicros", first);
    }
    times(out, "allocateNanos", CallTimes::allocate);
    times(out, "freeNanos", CallTimes::free);
  }

  private static void line(Writer out, String name, long figure) throws IOException {
    out.write(name + ' ' + figure + '\n');
  }

  private static long allocations() {
    long sum = 0;
    for (int id = 1; id <= Sites.count(); id++) {
      sum += Sites.site(id).totals().allocations();
    }
    return sum;
  }

  private static void times(Writer out, String name, Function<CallTimes, Durations> which)
      throws IOException {
    Map<Long, Long> counts = new TreeMap<>();
    for (int id = 1; id <= Sites.count(); id++) {
      Site site = Sites.site(id);
      CallTimes times = site.timesOrNull();
      if (times != null) {
        which.apply(times).visit((nanos, count) -> counts.merge(nanos, count, Long::sum));
      }
    }
    StringBuilder line = new StringBuilder(name);
    counts.forEach((nanos, count) -> line.append(' ').append(nanos).append(':').append(count));
    out.append(line.append('\n'));
  }
}
