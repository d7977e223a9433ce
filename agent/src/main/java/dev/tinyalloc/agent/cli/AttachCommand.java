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
    name = "attach",
    description =
        "Instruments a running JVM; again with other options: changes those, and leaves the rest.")
final class AttachCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "key=value[,...]",
      defaultValue = "",
      description = "the agent's options, such as mode=observe")
  private String options = "";

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    Target target = Target.loaded(pid);
    JsonObject answer = target.askJson("attach", Map.of("options", options));
    if (json) {
      answer.addProperty("pid", target.pid());
    }
    spec.commandLine().getOut().println(json ? answer.toString() : text(target.pid(), answer));
    return 0;
  }

  private static String text(long pid, JsonObject answer) {
    String mode = answer.get("mode").getAsString();
    if (mode.equals("off")) {
      return pid + ": mode off; the program has its own code";
    }
    if (!answer.get("changed").getAsBoolean()) {
      return pid + ": attached already, mode " + mode + "; nothing has changed";
    }
    String done = answer.get("wasThere").getAsBoolean() ? "changed" : "attached";
    return pid
        + ": "
        + done
        + ", mode "
        + mode
        + ", "
        + answer.get("rewrittenClasses").getAsInt()
        + " loaded classes rewritten in "
        + answer.get("millis").getAsLong()
        + " ms";
  }
}
