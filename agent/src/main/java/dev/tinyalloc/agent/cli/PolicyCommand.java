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
    name = "policy",
    description = "Routes the allocations of a site, live; auto gives it back to the mode.")
final class PolicyCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Parameters(
      index = "1",
      paramLabel = "SITE|GLOB",
      description = "number of a site, or a glob over class.method or class.method:line")
  private String pattern = "";

  @Parameters(index = "2", paramLabel = "jdk|tinyalloc|auto", description = "who is to serve it")
  private String route = "";

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    if (!route.equals("jdk") && !route.equals("tinyalloc") && !route.equals("auto")) {
      throw new CommandFailure(
          CommandFailure.USAGE, "unknown route \"" + route + "\"; accepted: jdk, tinyalloc, auto");
    }
    Target target = Target.withAgent(pid);
    JsonObject answer = target.askJson("policy", Map.of("pattern", pattern, "route", route));
    String text =
        target.pid() + ": " + answer.get("sites").getAsInt() + " sites now go by " + route;
    spec.commandLine().getOut().println(json ? answer.toString() : text);
    return 0;
  }
}
