package dev.tinyalloc.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build made. */
final class Products {

  private Products() {}

  /** The agent, as users get it. */
  static Path agentJar() {
    return jar("test.agentJar");
  }

  /** The allocator library. */
  static Path coreJar() {
    return jar("test.coreJar");
  }

  private static Path jar(String property) {
    String path = System.getProperty(property);
    if (path == null) {
      throw new IllegalStateException("system property " + property + " is not set");
    }
    Path jar = Path.of(path).toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing; run mvn package first");
    }
    return jar;
  }
}
