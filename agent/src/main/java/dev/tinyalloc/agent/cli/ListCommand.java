package dev.tinyalloc.agent.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.cli.Processes.JavaProcess;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Java processes of this user, and which have TinyAlloc, with its mode.")
final class ListCommand implements Callable<Integer> {

  private static final int AT_ONCE = 16;
  private static final int PATIENCE_SECONDS = 5;

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  private record Row(JavaProcess process, @Nullable String mode, @Nullable String problem) {}

  @Override
  public Integer call() {
    List<Row> rows = rows(Processes.all());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(rows));
    } else {
      print(rows, out);
    }
    return 0;
  }

  /** All are asked at once: one that hangs is in nobody's way. */
  private static List<Row> rows(List<JavaProcess> processes) {
    ExecutorService askers = Executors.newFixedThreadPool(AT_ONCE, ListCommand::daemon);
    List<Future<Row>> answers = new ArrayList<>();
    for (JavaProcess process : processes) {
      answers.add(askers.submit(() -> row(process)));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      rows.add(await(answers.get(i), processes.get(i)));
    }
    askers.shutdownNow();
    return rows;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "asker");
    thread.setDaemon(true);
    return thread;
  }

  private static Row row(JavaProcess process) {
    try (AttachedJvm jvm = AttachedJvm.attach(process.pid())) {
      return new Row(process, Target.mode(jvm.properties()), null);
    } catch (CommandFailure e) {
      return new Row(process, null, "no answer");
    }
  }

  private static Row await(Future<Row> answer, JavaProcess process) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      return new Row(process, null, "no answer");
    }
  }

  private static void print(List<Row> rows, PrintWriter out) {
    out.printf("%8s  %-10s %s%n", "PID", "TinyAlloc", "program");
    for (Row row : rows) {
      String mode = row.mode() != null ? row.mode() : row.problem() != null ? "?" : "-";
      out.printf("%8d  %-10s %s%n", row.process().pid(), mode, row.process().name());
    }
  }

  private static JsonArray json(List<Row> rows) {
    JsonArray array = new JsonArray();
    for (Row row : rows) {
      JsonObject object = new JsonObject();
      object.addProperty("pid", row.process().pid());
      object.addProperty("program", row.process().name());
      object.addProperty("mode", row.mode());
      if (row.problem() != null) {
        object.addProperty("problem", row.problem());
      }
      array.add(object);
    }
    return array;
  }
}
