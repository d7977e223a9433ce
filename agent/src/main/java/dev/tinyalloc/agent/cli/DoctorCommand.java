package dev.tinyalloc.agent.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.cli.Finding.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description =
        "Says what would stop or disturb the agent in a process, or in this runtime, and the"
            + " remedy. Exit status 1 if anything stops it.")
final class DoctorCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PID",
      defaultValue = "",
      description = "process id, or part of its name; without it: the runtime of this command")
  private String pid = "";

  @Option(names = "--json", description = "the result as JSON")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    Facts facts = pid.isEmpty() ? FactFinder.ofOurselves() : FactFinder.of(Processes.findAny(pid));
    List<Finding> findings = Checkup.of(facts);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(findings));
    } else {
      findings.forEach(finding -> print(finding, out));
    }
    boolean stopped = findings.stream().anyMatch(one -> one.severity() == Severity.ERROR);
    return stopped ? CommandFailure.FAILED : 0;
  }

  private static void print(Finding finding, PrintWriter out) {
    String severity = finding.severity().name().toLowerCase(Locale.ROOT);
    out.printf("%-8s %-14s %s%n", severity, finding.subject(), finding.text());
    if (!finding.remedy().isEmpty()) {
      out.printf("%-8s %-14s   remedy: %s%n", "", "", finding.remedy());
    }
  }

  private static JsonArray json(List<Finding> findings) {
    JsonArray array = new JsonArray();
    for (Finding finding : findings) {
      JsonObject object = new Gson().toJsonTree(finding).getAsJsonObject();
      object.addProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      array.add(object);
    }
    return array;
  }
}
