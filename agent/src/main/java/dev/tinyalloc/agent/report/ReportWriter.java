package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.options.ReportFormat;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Set;

/** Writes the reports that the options ask for. */
public final class ReportWriter {

  /** Only text can stand between other lines: the rest goes to the working directory. */
  private static final String DEFAULT_FILE = "tinyalloc-%p";

  private final Options options;
  private final Set<ReportFormat> formats;
  private final Snapshot snapshot;

  private ReportWriter(Options options, Set<ReportFormat> formats, Snapshot snapshot) {
    this.options = options;
    this.formats = formats;
    this.snapshot = snapshot;
  }

  /**
   * Writes all reports of {@code options}, about this process as it is now. Never throws: what
   * fails is a line on stderr, and the other reports are still written.
   */
  public static void write(Options options, AgentRun run) {
    try {
      Set<ReportFormat> formats = options.reports();
      if (!formats.isEmpty()) {
        Snapshot snapshot = SnapshotTaker.take(options, run);
        new ReportWriter(options, formats, snapshot).writeAll();
      }
    } catch (Throwable e) {
      complain(e);
    }
  }

  private void writeAll() {
    for (ReportFormat format : formats) {
      try {
        write(format);
      } catch (Throwable e) {
        complain(e);
      }
    }
  }

  private void write(ReportFormat format) {
    String pattern = options.reportFile();
    if (pattern != null) {
      writeFile(format, formats.size() == 1 ? pattern : pattern.concat(ending(format)));
    } else if (format == ReportFormat.TEXT) {
      Stderr.print(TextReport.render(snapshot));
    } else {
      writeDefaultFile(format, DEFAULT_FILE.concat(ending(format)));
    }
  }

  private void writeDefaultFile(ReportFormat format, String pattern) {
    if (writeFile(format, pattern)) {
      String name = format.name() + " report is in " + expand(pattern);
      Console.warn("the " + name + "; option report.file moves it elsewhere");
    }
  }

  private boolean writeFile(ReportFormat format, String pattern) {
    String path = expand(pattern);
    try {
      ReportFile.write(Path.of(path), content(format));
      return true;
    } catch (IOException | InvalidPathException e) {
      String name = Printable.escape(path);
      Console.error("cannot write the report to " + name + ": " + ReportFile.reason(e));
      return false;
    }
  }

  private ReportFile.Content content(ReportFormat format) {
    return switch (format) {
      case TEXT -> out -> out.write(TextReport.render(snapshot));
      case JSON -> out -> JsonReport.write(snapshot, out);
      case HTML -> out -> HtmlReport.write(snapshot, out);
    };
  }

  private static String ending(ReportFormat format) {
    return switch (format) {
      case TEXT -> ".txt";
      case JSON -> ".json";
      case HTML -> ".html";
    };
  }

  private String expand(String pattern) {
    long pid = snapshot.program().pid();
    return PathPattern.expand(pattern, pid, snapshot.program().time(), ZoneId.systemDefault());
  }

  /** A stderr that the application has replaced may throw as well. */
  private static void complain(Throwable failure) {
    try {
      Console.error(
          "the report could not be written: ".concat(Printable.escape(failure.toString())));
    } catch (Throwable hopeless) {
      return;
    }
  }
}
