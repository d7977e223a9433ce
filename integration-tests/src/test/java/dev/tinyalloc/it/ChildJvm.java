package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program in a JVM of its own, without the agent unless told otherwise. */
final class ChildJvm {

  /** Variables that would change what the child does or says. */
  private static final List<String> UNWANTED =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private final Jdk jdk;
  private final List<String> launcher = new ArrayList<>();
  private final List<String> jvmArguments = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Duration timeout = Duration.ofSeconds(60);
  private String stdin = "";
  private Path directory;

  private ChildJvm(Jdk jdk) {
    this.jdk = jdk;
    this.classPath.add(programs());
  }

  static ChildJvm on(Jdk jdk) {
    return new ChildJvm(jdk);
  }

  /** With the agent, as {@code -javaagent:JAR}. */
  ChildJvm agent() {
    return jvm("-javaagent:" + Products.agentJar());
  }

  /** With the agent, as {@code -javaagent:JAR=options}. */
  ChildJvm agent(String options) {
    return agent(Products.agentJar(), options);
  }

  /** With the agent in {@code jar}. */
  ChildJvm agent(Path jar, String options) {
    return jvm("-javaagent:" + jar + "=" + options);
  }

  /** Started by another program, which takes the command line at its end. */
  ChildJvm through(String... command) {
    Collections.addAll(launcher, command);
    return this;
  }

  ChildJvm jvm(String... arguments) {
    Collections.addAll(jvmArguments, arguments);
    return this;
  }

  /** Without the warning that JDK 24 and later print when a program frees a buffer by hand. */
  ChildJvm quietUnsafe() {
    return jdk.feature() < 23 ? this : jvm("--sun-misc-unsafe-memory-access=allow");
  }

  /** One more element at the end of the class path; the test programs come first. */
  ChildJvm classPath(Path element) {
    classPath.add(element);
    return this;
  }

  ChildJvm variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  ChildJvm stdin(String text) {
    stdin = text;
    return this;
  }

  /** The working directory; otherwise an empty one of its own. */
  ChildJvm directory(Path path) {
    directory = path;
    return this;
  }

  ChildJvm timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs the {@code main} method of {@code program}. */
  Result run(Class<?> program, String... arguments) throws IOException, InterruptedException {
    return run(program.getName(), arguments);
  }

  /** Runs the {@code main} method of the class with this name, which {@link #classPath} has. */
  Result run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> elements = classPath.stream().map(Path::toString).toList();
    jvm("-cp", String.join(File.pathSeparator, elements), program);
    return jvm(arguments).run();
  }

  /** Runs what the JVM arguments say. */
  Result run() throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("tinyalloc-it");
    try {
      return run(scratch);
    } finally {
      Folders.delete(scratch);
    }
  }

  private Result run(Path scratch) throws IOException, InterruptedException {
    Path in = Files.writeString(scratch.resolve("stdin"), stdin);
    Path out = scratch.resolve("stdout");
    Path err = scratch.resolve("stderr");
    Path workplace = Files.createDirectory(scratch.resolve("directory"));
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.directory((directory == null ? workplace : directory).toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> UNWANTED.contains(name) || name.startsWith("TINYALLOC_"));
    environment.putAll(variables);
    long start = System.nanoTime();
    Process process = builder.start();
    boolean ended = process.waitFor(timeout.toMillis(), MILLISECONDS);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (!ended) {
      kill(process);
      String what = "killed after " + timeout + ": " + command();
      throw new AssertionError(what + "\n" + Files.readString(out) + Files.readString(err));
    }
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8), time);
  }

  /** Asks for a thread dump first, which goes to the child's stdout. */
  private static void kill(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid())).start().waitFor();
    process.waitFor(2, SECONDS);
    process.destroyForcibly().waitFor();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(launcher);
    command.add(jdk.java().toString());
    command.addAll(jvmArguments);
    return command;
  }

  /** The folder that the test programs are compiled to. */
  static Path programs() {
    try {
      return Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** What the program did. */
  record Result(int exitStatus, String stdout, String stderr, Duration time) {

    List<String> stdoutLines() {
      return stdout.lines().toList();
    }

    List<String> stderrLines() {
      return stderr.lines().toList();
    }
  }
}
