package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Profile.StackCounts;
import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.StackLine;
import java.util.Map;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What one call stack has allocated, estimated from samples. */
@Name("dev.tinyalloc.AllocationSample")
@Label("Allocation Sample")
@Description("What one call stack has allocated, estimated from samples.")
@Category("TinyAlloc")
@Period("endChunk")
@StackTrace(false)
final class AllocationSample extends Event {
  @Label("Site")
  int site;

  @Label("Stack, Outermost First")
  @Nullable String stack;

  @Label("Samples")
  long samples;

  @Label("Estimated Allocations")
  double allocations;

  @Label("Estimated Allocated")
  @DataAmount
  long allocatedBytes;

  @Label("Live Samples")
  long liveSamples;

  @Label("Estimated Live Allocations")
  double liveAllocations;

  @Label("Estimated Live")
  @DataAmount
  long liveBytes;

  /** One event for each call stack. */
  static void commitAll(Snapshot snapshot) {
    Map<Integer, SiteCounts> sites = snapshot.sitesById();
    for (StackCounts stack : snapshot.profile().stacks()) {
      SiteCounts site = sites.get(stack.site());
      if (site != null) {
        new AllocationSample().commit(stack, StackLine.of(stack, site));
      }
    }
  }

  private void commit(StackCounts from, String line) {
    site = from.site();
    stack = line;
    samples = from.samples();
    allocations = from.allocations();
    allocatedBytes = Math.round(from.allocatedBytes());
    liveSamples = from.liveSamples();
    liveAllocations = from.liveAllocations();
    liveBytes = Math.round(from.liveBytes());
    commit();
  }
}
