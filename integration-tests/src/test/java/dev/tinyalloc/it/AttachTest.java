package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.LoadedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that was started without the agent, under load, and everything that may be done to it.
 */
class AttachTest {

  private static final String MEMORY = "-XX:MaxDirectMemorySize=64m";

  @TempDir Path folder;

  @OnEveryJdk
  void shouldFailNoRequestWhateverTheCommandLineDoes(Jdk jdk) throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class, MEMORY)) {
      CommandLine tool = CommandLine.on(jdk);
      assertSound(server, "before");
      tool.done("attach", server.pid());
      assertThat(tool.done("list")).containsPattern(server.pid() + " +redirect +.*LoadedServer");
      assertThat(tool.done("status", server.pid())).contains("mode", "redirect", "live blocks");
      assertThat(tool.done("sites", server.pid())).contains("LoadedServer.filled(");
      assertThat(tool.done("leaks", server.pid())).contains("No arena was left open");
      for (String ending : List.of("txt", "json", "html", "collapsed", "jfr")) {
        Path file = folder.resolve("report." + ending);
        tool.done("dump", server.pid(), "-o", file.toString());
        assertThat(file).isNotEmptyFile();
      }
      assertSound(server, "attached");
      tool.done("attach", server.pid(), "mode=observe");
      assertThat(tool.done("status", server.pid())).contains("observe");
      tool.done("attach", server.pid(), "mode=ab");
      assertSound(server, "served by both");
      assertThat(tool.done("sites", server.pid())).contains(" jdk ", " tinyalloc ");
      tool.done("attach", server.pid(), "mode=redirect");
      tool.done("detach", server.pid());
      assertSound(server, "detached");
      assertThat(tool.done("list")).containsPattern(server.pid() + " +- +.*LoadedServer");
      assertThat(server.complaints()).isEmpty();
    }
    assertThat(folder.toFile().list()).hasSize(5);
  }

  @OnEveryJdk
  void shouldCountOnlyWhileItIsAttached(Jdk jdk) throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class, MEMORY)) {
      CommandLine tool = CommandLine.on(jdk);
      tool.done("attach", server.pid(), "report=none");
      Thread.sleep(300);
      long first = allocations(tool, server);
      assertThat(first).isPositive();
      tool.done("detach", server.pid());
      server.ask("reset");
      Thread.sleep(1_000);
      long meanwhile = requests(server.ask("meanwhile"));
      tool.done("attach", server.pid(), "report=none");
      assertThat(meanwhile).isGreaterThan(500);
      assertThat(allocations(tool, server)).isGreaterThan(first);
      assertThat(server.complaints()).isEmpty();
    }
  }

  @OnEveryJdk
  void shouldReadTheConstantPoolsOfLoadedClassesInTheMemoryOfTheVm(Jdk jdk) throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class, MEMORY)) {
      CommandLine tool = CommandLine.on(jdk);
      tool.done("attach", server.pid(), "log=debug");
      assertThat(server.stderr()).containsPattern("[1-9]\\d* loaded classes hit, by .*VmPools");
      tool.done("detach", server.pid());
    }
  }

  @OnEveryJdk
  void shouldListenToNobodyOnceDetached(Jdk jdk) throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class, MEMORY)) {
      CommandLine tool = CommandLine.on(jdk);
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      String glob = "tinyalloc-" + server.pid() + "-*";
      tool.done("attach", server.pid());
      try (var found = Files.newDirectoryStream(temporary, glob)) {
        Path directory = found.iterator().next();
        assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
        assertThat(Files.getPosixFilePermissions(directory.resolve("control"))).hasSize(2);
      }
      tool.done("detach", server.pid());
      // It stops once that answer is given.
      Thread.sleep(500);
      try (var found = Files.newDirectoryStream(temporary, glob)) {
        assertThat(found).isEmpty();
      }
    }
  }

  @OnEveryJdk
  void shouldSpeakToAJvmOfAnotherVersion(Jdk jdk) throws Exception {
    for (Jdk other : Jdks.all()) {
      try (RunningJvm server = RunningJvm.start(other, LoadedServer.class, MEMORY)) {
        CommandLine tool = CommandLine.on(jdk);
        tool.done("attach", server.pid());
        assertThat(allocations(tool, server)).isPositive();
        tool.done("detach", server.pid());
        assertSound(server, "detached");
      }
    }
  }

  private static long allocations(CommandLine tool, RunningJvm server) throws Exception {
    String status = tool.done("status", server.pid(), "--json");
    JsonObject totals = new Gson().fromJson(status, JsonObject.class).getAsJsonObject("totals");
    return totals.get("allocations").getAsLong();
  }

  /** Whether requests were answered since the last time, and all of them rightly. */
  private static void assertSound(RunningJvm server, String when) throws Exception {
    Thread.sleep(200);
    String[] figures = server.ask(when).split(" ");
    assertThat(Long.parseLong(figures[0])).as("requests " + when).isPositive();
    assertThat(figures[1]).as("failures " + when).isEqualTo("0");
  }

  private static long requests(String figures) {
    return Long.parseLong(figures.split(" ")[0]);
  }
}
