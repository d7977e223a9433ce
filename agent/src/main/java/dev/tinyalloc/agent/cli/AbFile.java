package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.ab.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The file that the result of an experiment goes to; its ending picks the format. */
final class AbFile implements AutoCloseable {

  private enum Format {
    TXT,
    JSON,
    HTML
  }

  private final Format format;
  private final OutputFile file;

  private AbFile(Format format, OutputFile file) {
    this.format = format;
    this.file = file;
  }

  /** Begins one, before anything is run: what cannot be written is known then. */
  static AbFile at(Path path) throws CommandFailure {
    return new AbFile(format(path), OutputFile.at(path));
  }

  private static Format format(Path path) throws CommandFailure {
    for (Format format : Format.values()) {
      if (path.toString().endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new CommandFailure(
        CommandFailure.USAGE, "-o " + path + ": the file must end in .txt, .json or .html");
  }

  void write(Outcome outcome) throws CommandFailure {
    StringWriter text = new StringWriter();
    try {
      switch (format) {
        case TXT -> text.write(outcome.text(false));
        case JSON -> outcome.json(text);
        case HTML -> outcome.html(text);
      }
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "cannot render the result: " + e);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    file.write(bytes, bytes.length);
    file.finish();
  }

  @Override
  public void close() {
    file.close();
  }
}
