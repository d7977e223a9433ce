package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.LoadedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The live table, in a terminal of tmux and in a pipe. */
@Tag("slow")
class TopTest {

  private static final int PATIENCE_MILLIS = 20_000;

  /** tmux does not say whether spaces follow. */
  private static final String PROMPT = "top-test>";

  private final String session = "tinyalloc-" + ProcessHandle.current().pid();

  @BeforeEach
  void begin() throws Exception {
    tmux(
        "new-session", "-d", "-s", session, "-x", "100", "-y", "24", "env PS1='" + PROMPT + "' sh");
    await(screen -> screen.contains(PROMPT));
  }

  @AfterEach
  void end() throws Exception {
    tmux("kill-session", "-t", session);
  }

  @OnEveryJdk
  void shouldDrawResizeSortAndGiveTheTerminalBack(Jdk jdk) throws Exception {
    try (RunningJvm server = attached(jdk)) {
      type(top(jdk, server) + "; echo status $?", "Enter");
      await(screen -> screen.contains("tinyalloc top:") && screen.contains("LoadedServer.filled"));
      assertThat(screen()).doesNotContain(PROMPT).contains("(live)");
      type("a");
      await(screen -> screen.contains("(allocated)"));
      tmux("resize-window", "-t", session, "-x", "60", "-y", "10");
      await(screen -> screen.lines().allMatch(line -> line.length() <= 60) && hasTable(screen));
      tmux("resize-window", "-t", session, "-x", "120", "-y", "30");
      await(screen -> screen.contains("(allocated)") && hasTable(screen));
      type("q");
      await(screen -> screen.contains("status 0"));
      assertThat(screen()).doesNotContain("tinyalloc top:");
      type("echo visible", "Enter");
      await(screen -> screen.contains("\nvisible\n"));
    }
  }

  @OnEveryJdk
  void shouldQuitWhenInterrupted(Jdk jdk) throws Exception {
    try (RunningJvm server = attached(jdk)) {
      type(top(jdk, server) + "; echo status $?", "Enter");
      await(TopTest::hasTable);
      type("C-c");
      await(screen -> screen.contains("status 0"));
    }
  }

  @OnEveryJdk
  void shouldSayThatTheProcessHasEnded(Jdk jdk) throws Exception {
    try (RunningJvm server = attached(jdk)) {
      type(top(jdk, server) + "; echo status $?", "Enter");
      await(TopTest::hasTable);
      server.kill();
      await(screen -> screen.contains("has ended") && screen.contains("status 1"));
    }
  }

  @OnEveryJdk
  void shouldPrintPlainLinesWhereThereIsNoTerminal(Jdk jdk) throws Exception {
    try (RunningJvm server = attached(jdk)) {
      String out = CommandLine.on(jdk).done("top", server.pid(), "-n", "2", "-i", "300ms");
      assertThat(out).doesNotContain("\033").containsPattern("(?s)top: .*\n\ntinyalloc top: ");
      assertThat(out.split("\n\n")[1]).containsPattern("per second [1-9]");
    }
  }

  private static boolean hasTable(String screen) {
    return screen.contains("site") && screen.contains("filled");
  }

  private static RunningJvm attached(Jdk jdk) throws Exception {
    RunningJvm server = RunningJvm.start(jdk, LoadedServer.class, "-XX:MaxDirectMemorySize=64m");
    CommandLine.on(jdk).done("attach", server.pid());
    return server;
  }

  private static String top(Jdk jdk, RunningJvm server) {
    return jdk.java() + " -jar " + Products.agentJar() + " top " + server.pid() + " -i 300ms";
  }

  private void type(String... keys) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("send-keys", "-t", session));
    arguments.addAll(List.of(keys));
    tmux(arguments.toArray(new String[0]));
  }

  private String screen() throws Exception {
    return tmux("capture-pane", "-p", "-t", session);
  }

  private void await(Predicate<String> condition) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    String screen = screen();
    while (!condition.test(screen)) {
      assertThat(System.currentTimeMillis()).as(screen).isLessThan(end);
      Thread.sleep(100);
      screen = screen();
    }
  }

  private static String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm-256color");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + " says " + output).isZero();
    return output;
  }
}
