package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the test sources, run to its end in a JVM of its own like this one. */
record Child(int status, String out, String err) {

  /** With the access to JDK internals that these tests have. */
  static Child run(List<String> jvmOptions, String... command) throws Exception {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add")) {
        options.add(option);
      }
    }
    assertThat(options).as("exports and opens of this JVM").isNotEmpty();
    options.addAll(jvmOptions);
    return runPlain(options, command);
  }

  /** With these options alone. */
  static Child runPlain(List<String> jvmOptions, String... command) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.addAll(List.of(command));
    Path folder = Files.createTempDirectory("child");
    try {
      return run(line, folder);
    } finally {
      for (Path file : List.of(folder.resolve("out"), folder.resolve("err"), folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Child run(List<String> line, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Child(process.exitValue(), read(folder.resolve("out")), read(folder.resolve("err")));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
