package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.BootInstaller;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.report.ForkFigures;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes, when the program ends, what {@code ab} wants to know of a fork. Not a report: it is to
 * cost the program next to nothing, since its whole time is measured.
 */
final class ForkReport extends Thread {

  /** The system property that names the file. */
  static final String FILE = "dev.tinyalloc.agent.fork";

  /** Written first: whoever halts the JVM leaves it. */
  private static final String BEGUN = "allocations 0\n";

  private final Path file;

  private ForkReport(Path file) {
    super("tinyalloc-fork");
    this.file = file;
  }

  /** To be run at the end of this process, if it is a fork; else null. */
  static @Nullable ForkReport ofProcess() {
    String file = System.getProperty(FILE);
    if (file == null) {
      return null;
    }
    ForkReport report = new ForkReport(Path.of(file));
    report.write(out -> out.write(BEGUN));
    return report;
  }

  private interface Content {
    void write(Writer out) throws IOException;
  }

  private void write(Content content) {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      content.write(out);
    } catch (IOException e) {
      Console.error("cannot write " + file + ": " + e);
    }
  }

  @Override
  public void run() {
    if (BootInstaller.installed()) {
      write(ForkFigures::write);
    }
  }
}
