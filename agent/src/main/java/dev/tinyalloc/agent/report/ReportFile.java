package dev.tinyalloc.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Map;

/** Writes a report to a file: the whole of it, or nothing. */
final class ReportFile {

  /** What is to be written. */
  interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /** Opened anew, a file behind them would be written from another position than the program's. */
  private static final Map<String, FileDescriptor> STANDARD =
      Map.of("/dev/stdout", FileDescriptor.out, "/dev/stderr", FileDescriptor.err);

  private ReportFile() {}

  /**
   * Makes {@code content}, in UTF-8, the content of {@code path}. Until it is complete it stands in
   * a temporary file in the same directory. Pipes, devices and {@code /dev/stdout} are written to.
   */
  static void write(Path path, Content content) throws IOException {
    FileDescriptor standard = STANDARD.get(path.toAbsolutePath().toString());
    if (standard != null) {
      print(standard, content);
    } else if (isStream(path)) {
      fill(path, content, WRITE, APPEND);
    } else {
      replace(path, content);
    }
  }

  private static void print(FileDescriptor standard, Content content) throws IOException {
    // Not closed: it is the program's.
    Writer out = new OutputStreamWriter(new FileOutputStream(standard), UTF_8);
    content.writeTo(out);
    out.flush();
  }

  private static void replace(Path path, Content content) throws IOException {
    // A link stays one: what it points to is replaced.
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Path temporary = target.resolveSibling(temporaryName());
    try {
      fill(temporary, content, WRITE, CREATE_NEW);
      Files.move(temporary, target, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Why a report could not be written, in few words on one line, for the user. */
  static String reason(Exception failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such directory";
    } else if (failure instanceof AccessDeniedException) {
      return "permission denied";
    } else if (failure instanceof InvalidPathException invalid) {
      return invalid.getReason();
    }
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : Printable.escape(reason);
  }

  private static void fill(Path path, Content content, OpenOption... options) throws IOException {
    // Not Files.newBufferedWriter, which fails on names that have no UTF-8.
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(path, options), UTF_8))) {
      content.writeTo(out);
    }
  }

  /** {@code /dev/stdout} may be a link to a log file, which a report must not replace. */
  private static boolean isStream(Path path) {
    Path absolute = path.toAbsolutePath();
    boolean device = absolute.startsWith("/dev") || absolute.startsWith("/proc");
    return Files.exists(path)
        && (!Files.isRegularFile(path) || (device && Files.isSymbolicLink(path)));
  }

  private static String temporaryName() {
    return ".tinyalloc-" + SnapshotTaker.pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp";
  }
}
