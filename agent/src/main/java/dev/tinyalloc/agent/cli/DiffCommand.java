package dev.tinyalloc.agent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "diff", description = "What changed between two reports.")
final class DiffCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "A.json", description = "the report before")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "the report after")
  private Path after = Path.of("");

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "greatest change first by: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private DiffKey sort = DiffKey.LIVE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "so many rows of a table at most, 0 for all; default ${DEFAULT-VALUE}")
  private int limit = 20;

  @Option(names = "--json", description = "for programs: schema tinyalloc-diff/1")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    if (limit < 0) {
      throw new CommandFailure(CommandFailure.USAGE, "--limit is " + limit + "; 0 or more");
    }
    Diff diff = new Diff(JsonFile.read(before), JsonFile.read(after));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonText.print(DiffJson.of(diff, sort, limit), out);
    } else {
      out.print(DiffText.of(diff, sort, limit, Terminal.columns()));
      JsonText.checked(out);
    }
    return 0;
  }
}
