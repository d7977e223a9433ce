package dev.tinyalloc.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Other people's jars, which the profile "slow" copies. */
final class Libraries {

  private Libraries() {}

  /** The jar of this name, without a version. */
  static Path jar(String name) {
    Path jar = Path.of(System.getProperty("test.libraries"), name + ".jar").toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing; run Maven with -Pslow");
    }
    return jar;
  }
}
