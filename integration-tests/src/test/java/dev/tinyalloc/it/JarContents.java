package dev.tinyalloc.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What is in a jar. Files of a part, which is a zip file below {@code inst/}, are told as if they
 * lay there themselves.
 */
final class JarContents {

  private static final String FOLDER = "inst/";
  private static final String PART = ".zip";

  private final Path jar;
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  JarContents(Path jar) {
    this.jar = jar;
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().filter(one -> !one.isDirectory()).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          add(entry.getName(), in.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(jar.toString(), e);
    }
  }

  private void add(String name, byte[] bytes) throws IOException {
    if (!name.startsWith(FOLDER) || !name.endsWith(PART)) {
      files.put(name, bytes);
      return;
    }
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(FOLDER + entry.getName(), in.readAllBytes());
      }
    }
  }

  /** The paths of all files. */
  List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** The paths of what a look at the jar itself shows. */
  List<String> entries() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }

  Attributes manifest() throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  byte[] read(String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException(jar + " has no " + name);
    }
    return bytes;
  }
}
