package dev.tinyalloc.agent.report;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.options.ReportFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes the reports that the options ask for. */
public final class ReportWriter {

  /** Only text can stand between other lines: the rest goes to the working directory. */
  private static final String DEFAULT_FILE = "tinyalloc-%p";

  private static final int SPARE_BYTES = 8 << 10;

  /** Given up for the line that says what has failed, if that was for want of Java heap. */
  private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

  private final Options options;
  private final Set<ReportFormat> formats;
  private final Snapshot snapshot;

  private ReportWriter(Options options, Set<ReportFormat> formats, Snapshot snapshot) {
    this.options = options;
    this.formats = formats;
    this.snapshot = snapshot;
  }

  /**
   * Writes all reports of {@code options}, about this process as it is now, but for a recording,
   * which the JVM writes. Never throws: what fails is a line on stderr, and the other reports are
   * still written.
   */
  public static void write(Options options, AgentRun run) {
    try {
      SPARE.set(new byte[SPARE_BYTES]);
      Set<ReportFormat> formats = EnumSet.noneOf(ReportFormat.class);
      formats.addAll(options.reports());
      formats.remove(ReportFormat.JFR);
      if (!formats.isEmpty()) {
        Snapshot snapshot = SnapshotTaker.take(options, run);
        new ReportWriter(options, formats, snapshot).writeAll();
      }
    } catch (Throwable e) {
      complain(e);
    } finally {
      SPARE.set(null);
    }
  }

  private void writeAll() {
    for (ReportFormat format : formats) {
      try {
        SPARE.set(new byte[SPARE_BYTES]);
        write(format);
      } catch (Throwable e) {
        complain(e);
      }
    }
  }

  private void write(ReportFormat format) {
    if (options.reportFile() == null && format == ReportFormat.TEXT) {
      Stderr.print(TextReport.render(snapshot));
    } else if (writeFile(format) && options.reportFile() == null) {
      String path = path(options, format, snapshot.program().pid(), snapshot.program().time());
      Console.warn(
          "the " + format + " report is in " + path + "; option report.file moves it elsewhere");
    }
  }

  /** Where a report of {@code format} goes that process {@code pid} makes at {@code time}. */
  public static String path(Options options, ReportFormat format, long pid, Instant time) {
    String pattern = options.reportFile();
    if (pattern == null) {
      pattern = DEFAULT_FILE.concat(ending(format));
    } else if (options.reports().size() > 1) {
      pattern = pattern.concat(ending(format));
    }
    return PathPattern.expand(pattern, pid, time, ZoneId.systemDefault());
  }

  private boolean writeFile(ReportFormat format) {
    String path = path(options, format, snapshot.program().pid(), snapshot.program().time());
    try {
      ReportFile.write(Path.of(path), content(format));
      return true;
    } catch (IOException | InvalidPathException e) {
      Console.error(cannotWrite(path, e));
      return false;
    }
  }

  /** What the user is told then. */
  public static String cannotWrite(String path, Exception failure) {
    String name = Printable.escape(path);
    return "cannot write the report to " + name + ": " + ReportFile.reason(failure);
  }

  /**
   * Writes a report of {@code snapshot} to {@code out}, in UTF-8, and leaves that open. JSON has
   * room for every row.
   */
  public static void write(
      ReportFormat format, Options options, Snapshot snapshot, OutputStream out)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    if (format == ReportFormat.JSON) {
      JsonReport.writeAll(snapshot, writer);
    } else {
      new ReportWriter(options, Set.of(format), snapshot).content(format).writeTo(writer);
    }
    writer.flush();
  }

  private ReportFile.Content content(ReportFormat format) {
    return switch (format) {
      case TEXT -> out -> out.write(TextReport.render(snapshot));
      case JSON -> out -> JsonReport.write(snapshot, out);
      case HTML -> out -> HtmlReport.write(snapshot, out);
      case COLLAPSED -> out -> CollapsedReport.write(snapshot, options.collapsed(), out);
      case JFR -> throw new IllegalArgumentException("the JVM writes recordings");
    };
  }

  private static String ending(ReportFormat format) {
    return switch (format) {
      case TEXT -> ".txt";
      case JSON -> ".json";
      case HTML -> ".html";
      case COLLAPSED -> ".collapsed";
      case JFR -> ".jfr";
    };
  }

  /** A stderr that the application has replaced may throw as well. */
  private static void complain(Throwable failure) {
    try {
      SPARE.set(null);
      Console.error("the report could not be written: ".concat(text(failure)));
    } catch (Throwable hopeless) {
      return;
    }
  }

  /** Without a class more where the JVM itself has failed: there may be no room to load one. */
  private static String text(Throwable failure) {
    String text = failure.toString();
    return failure instanceof VirtualMachineError ? text : Printable.escape(text);
  }
}
