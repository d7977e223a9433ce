package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "merge", description = "One JSON report out of those of many processes.")
final class MergeCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE.json", description = "reports, or merged ones")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "written whole or not at all; without it, to stdout")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    List<Report> reports = new ArrayList<>();
    for (Path file : files) {
      reports.add(JsonFile.read(file));
    }
    JsonObject merged = Merge.of(reports);
    if (output == null) {
      JsonText.print(merged, spec.commandLine().getOut());
    } else {
      write(merged, output);
    }
    new MergedHead(reports).twice().forEach(this::warn);
    return 0;
  }

  private static void write(JsonObject merged, Path output) throws CommandFailure {
    byte[] text = bytes(merged);
    try (OutputFile file = OutputFile.at(output)) {
      file.write(text, text.length);
      file.finish();
    }
  }

  private static byte[] bytes(JsonObject merged) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      JsonText.write(merged, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void warn(String line) {
    spec.commandLine().getErr().println("tinyalloc: " + line);
    spec.commandLine().getErr().flush();
  }
}
