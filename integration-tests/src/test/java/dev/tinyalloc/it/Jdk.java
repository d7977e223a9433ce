package dev.tinyalloc.it;

import java.nio.file.Path;

/** An installed JDK; {@code feature} is 17 for 17.0.15. */
record Jdk(int feature, String version, Path home) {

  Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** What display names show. */
  @Override
  public String toString() {
    return "JDK " + version;
  }
}
