package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads back the class files of loaded classes: from their jar where they say which that is, else
 * by their loader, which takes four times as long.
 */
final class ClassFiles extends LoadedNames {

  /** By location; null for those that are no jar. */
  private final Map<String, @Nullable JarFile> jars = new HashMap<>();

  @Override
  int names(Class<?> type) {
    byte[] classFile = read(type);
    return classFile == null ? 0 : ConstantPoolScan.names(classFile);
  }

  /** The class file, or null where there is none: of generated classes, as a rule. */
  private byte @Nullable [] read(Class<?> type) {
    String path = type.getName().replace('.', '/').concat(".class");
    try {
      byte[] classFile = fromJar(type, path);
      return classFile != null ? classFile : fromLoader(type.getClassLoader(), path);
    } catch (Throwable e) {
      // A loader is the program's code, and may throw anything.
      return null;
    }
  }

  private byte @Nullable [] fromJar(Class<?> type, String path) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    JarFile jar = location == null ? null : jar(location);
    ZipEntry entry = jar == null ? null : jar.getJarEntry(path);
    if (jar == null || entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private @Nullable JarFile jar(URL location) {
    String key = location.toExternalForm();
    if (!jars.containsKey(key)) {
      jars.put(key, open(location));
    }
    return jars.get(key);
  }

  private static @Nullable JarFile open(URL location) {
    try {
      File file = new File(location.toURI());
      return file.isFile() ? new JarFile(file, false, ZipFile.OPEN_READ, Runtime.version()) : null;
    } catch (IOException | URISyntaxException | IllegalArgumentException noJar) {
      return null;
    }
  }

  private static byte @Nullable [] fromLoader(@Nullable ClassLoader loader, String path)
      throws IOException {
    // This one asks the boot loader, which is no object, before it looks for itself.
    ClassLoader source = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
    try (InputStream in = source.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  @Override
  public void close() {
    for (JarFile jar : jars.values()) {
      if (jar != null) {
        close(jar);
      }
    }
  }

  private static void close(JarFile jar) {
    try {
      jar.close();
    } catch (IOException e) {
      // It was read only; nothing is lost.
      return;
    }
  }
}
