package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Paths of a process that may see other files than we do: one in a container. */
final class Containers {

  private static final Path PROC = Path.of("/proc");
  private static final Path TEMPORARY = Path.of("/tmp");

  private Containers() {}

  /** Where we find what the process finds at {@code path}, which is absolute. */
  static Path visible(long pid, Path path) {
    return sharesFiles(pid) ? path : root(pid).resolve(path.toString().substring(1));
  }

  /**
   * Where the process finds our {@code file}: at the same place, or in a copy in its directory for
   * temporary files, which stays there as long as the process may read it.
   */
  static Path shared(long pid, Path file) throws IOException {
    if (sharesFiles(pid)) {
      return file;
    }
    Path same = visible(pid, file);
    if (Files.exists(same) && Files.mismatch(same, file) < 0) {
      return file;
    }
    Path copy = Files.createTempFile(visible(pid, TEMPORARY), "tinyalloc-agent-", ".jar");
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
    return TEMPORARY.resolve(copy.getFileName());
  }

  /** Whether the process has our files; also where nobody can tell. */
  private static boolean sharesFiles(long pid) {
    try {
      Path ours = Files.readSymbolicLink(PROC.resolve("self/ns/mnt"));
      return ours.equals(Files.readSymbolicLink(PROC.resolve(pid + "/ns/mnt")));
    } catch (IOException e) {
      return true;
    }
  }

  private static Path root(long pid) {
    return PROC.resolve(pid + "/root");
  }
}
