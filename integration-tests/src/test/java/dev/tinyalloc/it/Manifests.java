package dev.tinyalloc.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Changes what a jar says of itself. */
final class Manifests {

  private Manifests() {}

  /** Gives the main attribute {@code name} another value. */
  static void replace(Path jar, String name, String value) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path path = files.getPath(JarFile.MANIFEST_NAME);
      Manifest manifest;
      try (InputStream in = Files.newInputStream(path)) {
        manifest = new Manifest(in);
      }
      manifest.getMainAttributes().putValue(name, value);
      try (OutputStream out = Files.newOutputStream(path)) {
        manifest.write(out);
      }
    }
  }
}
