package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.options.ReportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "dump", description = "Writes a report now; the file's ending picks the format.")
final class DumpCommand implements Callable<Integer> {

  private static final String ENDINGS = ".txt .json .html .collapsed .jfr";

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to, ending in one of " + ENDINGS + "; without it, text goes to stdout")
  private @Nullable Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    Path wanted = file;
    if (wanted == null) {
      print();
    } else {
      write(wanted, format(wanted));
    }
    return 0;
  }

  private void print() throws CommandFailure {
    Target target = Target.withAgent(pid);
    PrintWriter out = spec.commandLine().getOut();
    try (InputStream answer = target.ask("report", Map.of("format", "text"))) {
      out.print(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  private void write(Path wanted, ReportFormat format) throws CommandFailure {
    try (OutputFile out = OutputFile.at(wanted)) {
      Target target = Target.withAgent(pid);
      String name = format.name().toLowerCase(Locale.ROOT);
      try (InputStream answer = target.ask("report", Map.of("format", name))) {
        out.copy(answer, target);
      } catch (IOException e) {
        throw target.failure(e);
      }
      out.finish();
      spec.commandLine().getErr().println("tinyalloc: " + target.pid() + ": report in " + wanted);
    }
  }

  private static ReportFormat format(Path file) throws CommandFailure {
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "txt" -> ReportFormat.TEXT;
      case "json" -> ReportFormat.JSON;
      case "html" -> ReportFormat.HTML;
      case "collapsed" -> ReportFormat.COLLAPSED;
      case "jfr" -> ReportFormat.JFR;
      default ->
          throw new CommandFailure(
              CommandFailure.USAGE,
              "the ending of " + name + " names no format; accepted: " + ENDINGS);
    };
  }
}
