package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.Units;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Mode, totals, memory by tier, coverage.")
final class StatusCommand implements Callable<Integer> {

  private static final String[] PARTS = {
    "pid", "program", "time", "uptimeMillis", "jvm", "agent", "totals", "memory", "coverage"
  };

  static final String[][] MEMORY = {
    {"committed", "committedBytes"},
    {"  live blocks", "liveBlockBytes"},
    {"  free blocks", "freeBlockBytes"},
    {"  uncut", "uncutBytes"},
    {"  empty segments", "emptySegmentBytes"},
    {"  large", "largeBytes"},
    {"  large, cached", "cachedLargeBytes"},
    {"reserved", "reservedBytes"},
    {"metadata (Java)", "metadataBytes"}
  };

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(names = "--json", description = "the same as the report has it")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    LiveReport report = LiveReport.of(Target.withAgent(pid));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(report));
    } else {
      program(report, out);
      totals(report.part("totals"), out);
      for (String[] row : MEMORY) {
        out.printf("%-18s%s%n", row[0], bytes(report.part("memory"), row[1]));
      }
      coverage(report.part("coverage"), out);
    }
    return 0;
  }

  private static JsonObject json(LiveReport report) {
    JsonObject status = new JsonObject();
    for (String part : PARTS) {
      status.add(part, report.json().get(part));
    }
    return status;
  }

  private static void program(LiveReport report, PrintWriter out) {
    JsonObject agent = report.part("agent");
    out.printf(
        "%-18s%s, pid %s, java %s%n",
        "program",
        report.json().get("program").getAsString(),
        report.json().get("pid").getAsString(),
        report.part("jvm").get("version").getAsString());
    out.printf(
        "%-18s%s, version %s, for %s%n",
        "mode",
        agent.get("mode").getAsString(),
        agent.get("version").getAsString(),
        Units.duration(report.json().get("uptimeMillis").getAsLong()));
  }

  private static void totals(JsonObject totals, PrintWriter out) {
    row(out, "live", totals, "liveBytes", "liveAllocations");
    row(out, "allocated", totals, "allocatedBytes", "allocations");
    row(out, "freed", totals, "freedBytes", "frees");
    out.printf("%-18s%s%n", "peak", bytes(totals, "peakLiveBytes"));
  }

  private static void row(
      PrintWriter out, String name, JsonObject totals, String bytes, String count) {
    String counted = Units.count(totals.get(count).getAsLong());
    out.printf("%-18s%s in %s%n", name, bytes(totals, bytes), counted);
  }

  private static String bytes(JsonObject part, String name) {
    return Units.bytes(part.get(name).getAsLong());
  }

  private static void coverage(JsonObject coverage, PrintWriter out) {
    out.printf(
        "%-18s%d classes rewritten with %d call sites, %d other callers, %d classes missed%n",
        "coverage",
        coverage.get("rewrittenClasses").getAsInt(),
        coverage.get("rewrittenSites").getAsInt(),
        coverage.get("otherCallers").getAsInt(),
        coverage.getAsJsonArray("missed").size());
  }
}
