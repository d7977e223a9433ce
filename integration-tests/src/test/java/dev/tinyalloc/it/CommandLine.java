package dev.tinyalloc.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The command line of the agent's jar, on a JDK. */
final class CommandLine {

  private final Jdk jdk;

  private CommandLine(Jdk jdk) {
    this.jdk = jdk;
  }

  static CommandLine on(Jdk jdk) {
    return new CommandLine(jdk);
  }

  /** Runs one command. */
  ChildJvm.Result run(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-jar", Products.agentJar().toString()));
    all.addAll(List.of(arguments));
    return ChildJvm.on(jdk).jvm(all.toArray(new String[0])).run();
  }

  /** Runs one that must succeed, and returns what it prints. */
  String done(String... arguments) throws IOException, InterruptedException {
    ChildJvm.Result result = run(arguments);
    if (result.exitStatus() != 0) {
      throw new AssertionError(List.of(arguments) + " failed: " + result);
    }
    return result.stdout();
  }
}
