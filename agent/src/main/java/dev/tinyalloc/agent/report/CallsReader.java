package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.report.Calls.Arms;
import dev.tinyalloc.agent.report.Calls.Pair;
import dev.tinyalloc.agent.report.Calls.SiteTimes;
import dev.tinyalloc.agent.report.Calls.Timed;
import dev.tinyalloc.site.CallTimes;
import dev.tinyalloc.site.Durations;
import dev.tinyalloc.site.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what was timed. Loaded only if core is installed. */
final class CallsReader {

  private CallsReader() {}

  static Calls read(Options options) {
    if (options.timedOneIn() == 0) {
      return Calls.NONE;
    }
    boolean both = options.mode() == AgentMode.AB;
    return new Calls(options.timedOneIn(), sites(), both ? arms(options) : null);
  }

  private static List<SiteTimes> sites() {
    List<SiteTimes> sites = new ArrayList<>();
    for (int id = 1; id <= Sites.count(); id++) {
      CallTimes times = Sites.site(id).timesOrNull();
      if (times != null) {
        sites.add(new SiteTimes(id, timed(times.allocate()), timed(times.free())));
      }
    }
    return List.copyOf(sites);
  }

  private static Timed timed(Durations durations) {
    return new Timed(
        durations.count(),
        durations.percentile(50),
        durations.percentile(90),
        durations.percentile(99),
        durations.percentile(99.9),
        durations.max());
  }

  private static Arms arms(Options options) {
    List<Pair> pairs = new ArrayList<>();
    for (int id = 1; id <= Sites.count(); id++) {
      int twin = Sites.twinOrNone(id);
      if (twin != 0) {
        pairs.add(new Pair(id, twin));
      }
    }
    String unit = options.abUnit().name().toLowerCase(Locale.ROOT);
    return new Arms(options.abPercent(), unit, options.abSeed(), List.copyOf(pairs));
  }
}
