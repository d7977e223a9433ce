package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "detach",
    description =
        "Restores the original bytecode; buffers already handed out stay valid and are freed as"
            + " usual.")
final class DetachCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    Target target = Target.withAgent(pid);
    JsonObject answer = target.askJson("detach", Map.of());
    if (json) {
      answer.addProperty("pid", target.pid());
    }
    String text = target.pid() + ": detached in " + answer.get("millis").getAsLong() + " ms";
    spec.commandLine().getOut().println(json ? answer.toString() : text);
    return 0;
  }
}
