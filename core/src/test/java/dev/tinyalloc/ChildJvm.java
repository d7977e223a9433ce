package dev.tinyalloc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, for what is fixed once per process. */
public final class ChildJvm {

  /** What the agent opens at run time. */
  public static final List<String> OPEN =
      List.of(
          "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  /** Variables that would change what the child does or says. */
  private static final List<String> UNWANTED =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final long TIMEOUT_SECONDS = 120;

  /** What the program did. */
  public record Result(int exit, long pid, String out, String err) {}

  private ChildJvm() {}

  /** The same JDK as this test's, or the one in {@code -Dtinyalloc.test.jdk}. */
  public static Result run(List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("tinyalloc-test");
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command(options, main, arguments));
    builder.environment().keySet().removeAll(UNWANTED);
    Process process = builder.redirectOutput(out).redirectError(err).start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + options + " " + List.of(arguments));
      }
      return new Result(
          process.exitValue(),
          process.pid(),
          Files.readString(out.toPath()),
          Files.readString(err.toPath()));
    } finally {
      process.destroyForcibly();
      Files.delete(out.toPath());
      Files.delete(err.toPath());
      Files.delete(directory);
    }
  }

  private static List<String> command(List<String> options, Class<?> main, String... arguments) {
    String jdk = System.getProperty("tinyalloc.test.jdk", System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(jdk, "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
