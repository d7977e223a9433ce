package dev.tinyalloc.agent.jfr;

import dev.tinyalloc.agent.report.Profile.Growth;
import dev.tinyalloc.agent.report.Snapshot;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.util.Map;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A line whose live bytes keep rising. */
@Name("dev.tinyalloc.LeakSuspect")
@Label("Leak Suspect")
@Description("A line whose live bytes keep rising.")
@Category("TinyAlloc")
@Period("endChunk")
@StackTrace(false)
final class LeakSuspect extends Event {
  @Label("Site")
  int site;

  @Label("Class")
  @Nullable String className;

  @Label("Method")
  @Nullable String method;

  @Label("Line")
  int line;

  @Label("Bytes per Second")
  double bytesPerSecond;

  @Label("Confidence")
  double confidence;

  @Label("Window")
  @Timespan(Timespan.MILLISECONDS)
  long window;

  @Label("Live")
  @DataAmount
  long liveBytes;

  /** One event for each suspect. */
  static void commitAll(Snapshot snapshot) {
    Map<Integer, SiteCounts> sites = snapshot.sitesById();
    for (Growth growth : snapshot.profile().growth()) {
      SiteCounts site = sites.get(growth.site());
      if (site != null) {
        new LeakSuspect().commit(growth, site);
      }
    }
  }

  private void commit(Growth growth, SiteCounts from) {
    site = from.id();
    className = from.className();
    method = from.method();
    line = from.line();
    bytesPerSecond = growth.bytesPerSecond();
    confidence = growth.confidence();
    window = growth.windowMillis();
    liveBytes = from.liveBytes();
    commit();
  }
}
