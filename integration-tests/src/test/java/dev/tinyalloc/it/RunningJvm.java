package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside the test, without the agent unless told otherwise, in a JVM of its own
 * that reads lines and answers lines. It ends when this is closed.
 */
final class RunningJvm implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Path stderr;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private RunningJvm(Path stderr, Process process) {
    this.stderr = stderr;
    this.process = process;
    this.out = process.inputReader(UTF_8);
    this.in = process.outputWriter(UTF_8);
  }

  /** Starts {@code program}, and waits for its first line, {@code ready}. */
  static RunningJvm start(Jdk jdk, Class<?> program, String... jvmArguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
    command.addAll(List.of(jvmArguments));
    command.addAll(List.of("-cp", ChildJvm.programs().toString(), program.getName()));
    Path stderr = Files.createTempFile("tinyalloc-it", ".stderr");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TINYALLOC_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    RunningJvm started = new RunningJvm(stderr, builder.start());
    String first = started.out.readLine();
    if (!"ready".equals(first)) {
      throw new IOException(program + " says " + first + "; " + started.stderr());
    }
    return started;
  }

  String pid() {
    return String.valueOf(process.pid());
  }

  /** What the program answers to {@code line}. */
  String ask(String line) throws IOException {
    in.write(line + '\n');
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("the program has ended; " + stderr());
    }
    return answer;
  }

  String stderr() throws IOException {
    return Files.readString(stderr);
  }

  /** Without the four lines by which JDK 21 and later announce each agent that is loaded late. */
  List<String> complaints() throws IOException {
    return stderr().lines().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  /** Ends it at once, as an out-of-memory killer would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    kill();
    Files.deleteIfExists(stderr);
  }
}
