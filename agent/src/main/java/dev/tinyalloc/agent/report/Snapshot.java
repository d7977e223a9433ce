package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Profile.Estimate;
import dev.tinyalloc.agent.report.Profile.Lifetimes;
import dev.tinyalloc.agent.report.Profile.SizeCount;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report shows, at one moment. Immutable. All sizes are bytes.
 *
 * @param sizeClasses smallest first; empty if the allocator was never installed
 * @param sites every registered site, in {@link SiteOrder}
 * @param arenas every line that has opened an arena, the one that left most open first
 */
public record Snapshot(
    Program program,
    Agent agent,
    Totals totals,
    Memory memory,
    List<SizeClass> sizeClasses,
    List<SiteCounts> sites,
    List<OpeningCounts> arenas,
    Profile profile,
    Coverage coverage) {

  /** The sites by their ids. */
  public Map<Integer, SiteCounts> sitesById() {
    Map<Integer, SiteCounts> byId = new HashMap<>();
    for (SiteCounts site : sites) {
      byId.put(site.id(), site);
    }
    return byId;
  }

  /**
   * The process that is reported on.
   *
   * @param name the main class or the jar; empty where the JVM does not say
   * @param uptimeMillis since the agent's installation
   */
  public record Program(
      String name,
      long pid,
      Instant time,
      long uptimeMillis,
      String jvmVersion,
      String jvmVendor) {}

  /** The agent; {@code options} are those in force, by key, as the user would write them. */
  public record Agent(String version, AgentMode mode, Map<String, String> options) {}

  /** Sums over all sites; the peak is that of the sum, not the sum of the peaks. */
  public record Totals(
      long allocations, long allocatedBytes, long frees, long freedBytes, long peakLiveBytes) {

    /** Adds up {@code sites}; what is live now has been live at once. */
    static Totals of(List<SiteCounts> sites, long peakLiveBytes) {
      long allocations = 0;
      long allocatedBytes = 0;
      long frees = 0;
      long freedBytes = 0;
      for (SiteCounts site : sites) {
        allocations += site.allocations();
        allocatedBytes += site.allocatedBytes();
        frees += site.frees();
        freedBytes += site.freedBytes();
      }
      long peak = Math.max(peakLiveBytes, allocatedBytes - freedBytes);
      return new Totals(allocations, allocatedBytes, frees, freedBytes, peak);
    }

    public long liveAllocations() {
      return allocations - frees;
    }

    public long liveBytes() {
      return allocatedBytes - freedBytes;
    }
  }

  /** Where TinyAlloc's memory is. */
  public record Memory(
      long reservedBytes,
      long liveBlockBytes,
      long freeBlockBytes,
      long uncutBytes,
      long emptySegmentBytes,
      long largeBytes,
      long cachedLargeBytes,
      long metadataBytes) {

    static final Memory NONE = new Memory(0, 0, 0, 0, 0, 0, 0, 0);

    public long committedBytes() {
      return liveBlockBytes
          + freeBlockBytes
          + uncutBytes
          + emptySegmentBytes
          + largeBytes
          + cachedLargeBytes;
    }
  }

  /** Blocks of one size. */
  public record SizeClass(int blockBytes, long liveBlocks, long allocations) {}

  /** Where something is done in the program; the line is -1 where the class does not say. */
  public interface Place {
    int id();

    String className();

    String method();

    @Nullable String file();

    int line();
  }

  /**
   * One allocating line of the program; {@code line} is -1 where the class does not say.
   *
   * @param sizes only those that occur, smallest first
   * @param estimate what redirection would change; null where it is redirected
   */
  public record SiteCounts(
      int id,
      String api,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader,
      String route,
      long allocations,
      long allocatedBytes,
      long frees,
      long freedBytes,
      long peakLiveBytes,
      long blockBytes,
      long largeAllocations,
      List<SizeCount> sizes,
      Lifetimes lifetimes,
      @Nullable Estimate estimate)
      implements Place {

    public long liveAllocations() {
      return allocations - frees;
    }

    public long liveBytes() {
      return allocatedBytes - freedBytes;
    }
  }

  /**
   * One line of the program that opens arenas; segments and bytes are those of closed arenas, times
   * are those of a sample, in nanoseconds.
   */
  public record OpeningCounts(
      int id,
      String kind,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader,
      long opened,
      long closed,
      long neverClosed,
      long segments,
      long bytes,
      Times open,
      Times close)
      implements Place {

    public long openNow() {
      return opened - closed - neverClosed;
    }
  }

  /** Percentiles of durations. */
  public record Times(long p50, long p90, long p99, long max) {}

  /** What the instrumentation reached. */
  public record Coverage(
      int rewrittenClasses, int rewrittenSites, int otherCallers, List<AgentRun.Missed> missed) {}
}
