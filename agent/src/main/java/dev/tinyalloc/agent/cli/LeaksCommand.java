package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.FigureTable;
import dev.tinyalloc.agent.report.Units;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "leaks",
    description =
        "Sites whose live bytes keep growing, arenas never closed, oldest sampled live blocks. Has"
            + " the process collect its garbage once, if arenas are open.")
final class LeaksCommand implements Callable<Integer> {

  private static final int OLDEST = 10;

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(names = "--json", description = "rows as the report has them")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    LiveReport report = LiveReport.withLeaks(Target.withAgent(pid));
    List<JsonObject> arenas = report.rows("arenas");
    arenas.removeIf(arena -> arena.get("neverClosed").getAsLong() == 0);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(report, arenas));
    } else {
      StringBuilder text = new StringBuilder();
      growth(report, text);
      arenas(arenas, text);
      oldest(report, text);
      out.print(text);
    }
    return 0;
  }

  private static JsonObject json(LiveReport report, List<JsonObject> arenas) {
    JsonObject leaks = new JsonObject();
    leaks.add("growth", report.json().get("growth"));
    JsonArray open = new JsonArray();
    arenas.forEach(open::add);
    leaks.add("arenas", open);
    leaks.add("oldest", report.json().get("oldest"));
    return leaks;
  }

  private static void growth(LiveReport report, StringBuilder out) {
    List<JsonObject> growing = report.rows("growth");
    if (growing.isEmpty()) {
      out.append("No site's live bytes keep growing.\n");
      return;
    }
    FigureTable table = new FigureTable("live bytes keep growing at", "per hour", "live", "sure");
    for (JsonObject site : growing) {
      table.add(
          new JsonPlace(site),
          FigureTable.narrow((long) (site.get("bytesPerSecond").getAsDouble() * 3600)),
          FigureTable.narrow(site.get("liveBytes").getAsLong()),
          Math.round(site.get("confidence").getAsDouble() * 100) + "%");
    }
    table.appendTo(out, Terminal.columns());
  }

  private static void arenas(List<JsonObject> arenas, StringBuilder out) {
    out.append('\n');
    if (arenas.isEmpty()) {
      out.append("No arena was left open that nobody can close any more.\n");
      return;
    }
    FigureTable table =
        new FigureTable("arenas never closed, opened at", "kind", "never", "opened");
    for (JsonObject arena : arenas) {
      table.add(
          new JsonPlace(arena),
          arena.get("kind").getAsString(),
          Units.count(arena.get("neverClosed").getAsLong()),
          Units.count(arena.get("opened").getAsLong()));
    }
    table.appendTo(out, Terminal.columns());
  }

  private static void oldest(LiveReport report, StringBuilder out) {
    out.append('\n');
    List<JsonObject> oldest = report.rows("oldest");
    if (oldest.isEmpty()) {
      out.append("No sampled block is live.\n");
      return;
    }
    Map<Integer, JsonObject> sites = new HashMap<>();
    report.rows("sites").forEach(site -> sites.put(site.get("id").getAsInt(), site));
    FigureTable table = new FigureTable("oldest sampled live blocks, of", "age", "bytes");
    for (JsonObject block : oldest.subList(0, Math.min(OLDEST, oldest.size()))) {
      JsonObject site = sites.get(block.get("id").getAsInt());
      if (site != null) {
        table.add(
            new JsonPlace(site),
            Units.duration(block.get("ageMillis").getAsLong()),
            FigureTable.narrow(block.get("bytes").getAsLong()));
      }
    }
    table.appendTo(out, Terminal.columns());
  }
}
