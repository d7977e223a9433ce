package dev.tinyalloc.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An installed JDK; {@code feature} is 17 for 17.0.15. */
record Jdk(int feature, String version, Path home) {

  Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** What its {@code jcmd} prints, of a command that succeeds. */
  String jcmd(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("jcmd").toString());
    command.addAll(List.of(arguments));
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = jcmd.waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with " + status + ": " + printed);
    }
    return printed;
  }

  /** What display names show. */
  @Override
  public String toString() {
    return "JDK " + version;
  }
}
