package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of the user's that is written whole or not at all: it stands under another name in the
 * same directory until {@link #finish}. Devices and pipes are written to as they are. To be closed.
 */
final class OutputFile implements AutoCloseable {

  private static final int PIECE_BYTES = 64 << 10;

  private final Path wanted;
  private final Path written;
  private final OutputStream out;

  private OutputFile(Path wanted, Path written, OutputStream out) {
    this.wanted = wanted;
    this.written = written;
    this.out = out;
  }

  /** Begins one, before anything is asked of anybody: what cannot be written is known then. */
  static OutputFile at(Path wanted) throws CommandFailure {
    try {
      if (Files.isDirectory(wanted)) {
        throw new FileSystemException(wanted.toString(), null, "it is a directory");
      }
      boolean isStream = Files.exists(wanted) && !Files.isRegularFile(wanted);
      // A link stays one: what it points to is replaced.
      Path place = Files.exists(wanted) ? wanted.toRealPath() : wanted.toAbsolutePath();
      Path written = isStream ? wanted : place.resolveSibling(temporaryName());
      return new OutputFile(isStream ? wanted : place, written, open(written, isStream));
    } catch (IOException e) {
      throw failure(wanted, e);
    }
  }

  private static OutputStream open(Path path, boolean isStream) throws IOException {
    return isStream
        ? Files.newOutputStream(path, StandardOpenOption.WRITE)
        : Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static String temporaryName() {
    long pid = ProcessHandle.current().pid();
    return ".tinyalloc-" + pid + "-" + Long.toHexString(System.nanoTime()) + ".tmp";
  }

  /** Copies an answer of {@code target}; whose fault it is that this fails is told apart. */
  void copy(InputStream answer, Target target) throws CommandFailure {
    byte[] piece = new byte[PIECE_BYTES];
    for (int length = read(answer, piece, target);
        length >= 0;
        length = read(answer, piece, target)) {
      write(piece, length);
    }
  }

  private static int read(InputStream answer, byte[] piece, Target target) throws CommandFailure {
    try {
      return answer.read(piece);
    } catch (IOException e) {
      throw target.failure(e);
    }
  }

  /** The first {@code length} bytes of {@code piece} come next. */
  void write(byte[] piece, int length) throws CommandFailure {
    try {
      out.write(piece, 0, length);
    } catch (IOException e) {
      throw failure(wanted, e);
    }
  }

  /** Everything was written. */
  void finish() throws CommandFailure {
    try {
      out.close();
      if (!written.equals(wanted)) {
        Files.move(written, wanted, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw failure(wanted, e);
    }
  }

  private static CommandFailure failure(Path path, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (cause instanceof NoSuchFileException) {
      reason = "no such directory";
    } else if (cause instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (cause instanceof FileSystemException file && file.getReason() != null) {
      reason = file.getReason();
    }
    return new CommandFailure(CommandFailure.FAILED, "cannot write " + path + ": " + reason);
  }

  /** Leaves nothing half-written. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // The disk is full, say; that was told.
    } finally {
      remove();
    }
  }

  private void remove() {
    try {
      if (!written.equals(wanted)) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      // It cannot be removed either.
      return;
    }
  }
}
