package dev.tinyalloc.agent.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The jar that we run from. */
final class OwnJar {

  private static final String ENTRY_CLASS = "dev.tinyalloc.agent.TinyAllocAgent";

  private OwnJar() {}

  /** Where it is. */
  static Path path() throws CommandFailure {
    try {
      return new File(entry().getProtectionDomain().getCodeSource().getLocation().toURI())
          .toPath()
          .toAbsolutePath();
    } catch (ClassNotFoundException | URISyntaxException | RuntimeException e) {
      throw new CommandFailure(CommandFailure.FAILED, "the agent's jar cannot be found: " + e);
    }
  }

  /** What its manifest says. */
  static String version() {
    try {
      return String.valueOf(entry().getPackage().getImplementationVersion());
    } catch (ClassNotFoundException e) {
      return "unknown";
    }
  }

  private static Class<?> entry() throws ClassNotFoundException {
    return Class.forName(ENTRY_CLASS, false, ClassLoader.getSystemClassLoader());
  }
}
