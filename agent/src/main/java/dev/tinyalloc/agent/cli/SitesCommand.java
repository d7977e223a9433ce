package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.FigureTable;
import dev.tinyalloc.agent.report.Units;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "sites", description = "Table of allocation sites.")
final class SitesCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "highest first by: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private SiteKey sort = SiteKey.LIVE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "so many rows at most, 0 for all; default ${DEFAULT-VALUE}")
  private int limit = 20;

  @Option(names = "--json", description = "rows as the report has them")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    if (limit < 0) {
      throw new CommandFailure(CommandFailure.USAGE, "--limit is " + limit + "; 0 or more");
    }
    List<JsonObject> all = LiveReport.of(Target.withAgent(pid)).sites(sort);
    List<JsonObject> shown = limit == 0 || limit > all.size() ? all : all.subList(0, limit);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonArray array = new JsonArray();
      shown.forEach(array::add);
      out.println(array);
    } else {
      out.print(table(shown, all.size() - shown.size()));
    }
    return 0;
  }

  private static String table(List<JsonObject> sites, int more) {
    FigureTable table =
        new FigureTable(
            "site", "id", "route", "live", "count", "total", "count", "peak", "p50 life");
    for (JsonObject site : sites) {
      table.add(
          new JsonPlace(site),
          site.get("id").getAsString(),
          site.get("route").getAsString(),
          FigureTable.narrow(site.get("liveBytes").getAsLong()),
          Units.count(site.get("liveAllocations").getAsLong()),
          FigureTable.narrow(site.get("allocatedBytes").getAsLong()),
          Units.count(site.get("allocations").getAsLong()),
          FigureTable.narrow(site.get("peakLiveBytes").getAsLong()),
          lifetime(SiteKey.LIFETIME.of(site)));
    }
    StringBuilder out = new StringBuilder();
    table.appendTo(out, Terminal.columns());
    if (more > 0) {
      out.append("and ").append(Units.count(more)).append(" more; --limit 0 shows all\n");
    }
    return out.toString();
  }

  /** Of a sample; 0 says that none of it has ended. */
  private static String lifetime(long micros) {
    return micros == 0 ? "-" : micros < 1_000 ? micros + " us" : Units.duration(micros / 1_000);
  }
}
