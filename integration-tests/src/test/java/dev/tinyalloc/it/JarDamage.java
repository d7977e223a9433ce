package dev.tinyalloc.it;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Damages jars. What lies in a part, a zip file inside the jar, is called {@code part.zip!path}.
 */
final class JarDamage {

  private JarDamage() {}

  /** Removes a file, or a folder with all that is in it. */
  static void remove(Path jar, String path) throws IOException {
    in(
        jar,
        path,
        file -> {
          if (Files.isDirectory(file)) {
            Folders.delete(file);
          } else {
            Files.delete(file);
          }
        });
  }

  /** Cuts off the second half of a file. */
  static void halve(Path jar, String path) throws IOException {
    in(
        jar,
        path,
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        });
  }

  private static void in(Path jar, String path, Damage damage) throws IOException {
    String[] names = path.split("!", 2);
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path outer = zip.getPath(names[0]);
      if (names.length == 1) {
        damage.doTo(outer);
        return;
      }
      // As the build has written it.
      try (FileSystem part =
          FileSystems.newFileSystem(outer, Map.of("compressionMethod", "STORED"))) {
        damage.doTo(part.getPath(names[1]));
      }
    }
  }

  private interface Damage {

    void doTo(Path file) throws IOException;
  }
}
