package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds the output of forks, if nobody wants it any more. */
final class AbFolder {

  private AbFolder() {}

  static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // A temporary directory more: the system removes it one day.
      return;
    }
  }
}
