package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.LoadedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed wrong, and what cannot be done: an exit status and one line, and no harm. */
class CommandLineTest {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int NO_PROCESS = 3;

  private final Jdk jdk = Jdks.all().get(Jdks.all().size() - 1);
  private final CommandLine tool = CommandLine.on(jdk);

  @TempDir Path folder;

  @Test
  void shouldSayWhatIsWrongWithWhatWasTyped() throws Exception {
    assertRefused(USAGE, "a command is missing");
    assertRefused(USAGE, "'atach'", "atach", "1");
    assertRefused(USAGE, "'PID'", "attach");
    assertRefused(USAGE, "'--sort'", "sites", "1", "--sort", "colour");
    assertRefused(USAGE, "--limit", "sites", "1", "--limit", "-1");
    assertRefused(USAGE, "\"sideways\"", "policy", "1", "1", "sideways");
    assertRefused(USAGE, ".collapsed", "dump", "1", "-o", "report.pdf");
  }

  @OnEveryJdk
  void shouldHelpWithEveryCommand(Jdk any) throws Exception {
    CommandLine one = CommandLine.on(any);
    assertThat(one.done("--help")).contains("attach", "Exit status:");
    assertThat(one.done("--version")).startsWith("tinyalloc ");
    for (String line : one.done("--help").split("\n")) {
      if (line.matches("  [a-z].*")) {
        String command = line.trim().split(" ")[0];
        assertThat(one.done(command, "--help")).contains("Usage: tinyalloc " + command);
      }
    }
  }

  @Test
  void shouldLeaveAloneWhatIsNoJvmOrNotThere() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try {
      String pid = String.valueOf(sleeper.pid());
      assertRefused(NO_PROCESS, pid + " is no JVM", "attach", pid);
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroyForcibly();
    }
    assertRefused(NO_PROCESS, "there is no process 99999999", "attach", "99999999");
    assertRefused(NO_PROCESS, "has \"NoSuchProgram\"", "status", "NoSuchProgram");
  }

  /** The first process is root's; whoever is root looks at a process of their own as nobody. */
  @Test
  void shouldLeaveAloneWhatIsAnotherUsers() throws Exception {
    Path jar = Files.copy(Products.agentJar(), folder.resolve("agent.jar"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--r--r--"));
    boolean isRoot = System.getProperty("user.name").equals("root");
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      String pid = isRoot ? server.pid() : "1";
      for (String command : List.of("attach", "status", "sites", "top", "leaks", "detach")) {
        ChildJvm one = ChildJvm.on(jdk).jvm("-jar", jar.toString(), command, pid);
        if (isRoot) {
          one.through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        }
        assertRefused(one.run(), NO_PROCESS, "belongs to root; run this command as that user");
      }
      assertThat(server.ask("still there")).isNotEmpty();
      assertThat(server.complaints()).isEmpty();
    }
  }

  @Test
  void shouldAskWhichOneIsMeantWhereSeveralAre() throws Exception {
    try (RunningJvm one = RunningJvm.start(jdk, LoadedServer.class);
        RunningJvm other = RunningJvm.start(jdk, LoadedServer.class)) {
      String message = assertRefused(USAGE, "\"LoadedServ\" is ambiguous", "attach", "LoadedServ");
      assertThat(message).contains(one.pid(), other.pid());
    }
  }

  @Test
  void shouldChangeNothingWhenAnOptionIsWrong() throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      assertRefused(USAGE, "unknown option \"mod\"", "attach", server.pid(), "mod=observe");
      assertRefused(FAILED, "has no TinyAlloc", "status", server.pid());
      assertThat(sockets(server)).isEmpty();
      tool.done("attach", server.pid(), "mode=observe");
      assertRefused(USAGE, "\"purple\" is not accepted", "attach", server.pid(), "mode=purple");
      assertThat(tool.done("status", server.pid())).contains("observe");
      tool.done("attach", server.pid(), "mode=off");
      assertThat(sockets(server)).isEmpty();
      assertRefused(FAILED, "has no TinyAlloc", "detach", server.pid());
      assertThat(server.complaints()).isEmpty();
    }
  }

  @Test
  void shouldLeaveNothingHalfWritten() throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      tool.done("attach", server.pid());
      Path missing = folder.resolve("missing/report.json");
      assertRefused(FAILED, "no such directory", dump(server, missing));
      Path directory = Files.createDirectory(folder.resolve("a.json"));
      assertRefused(FAILED, "it is a directory", dump(server, directory));
      Path full = Path.of("/dev/full");
      Path link = Files.createSymbolicLink(folder.resolve("full.html"), full);
      assertRefused(FAILED, "No space left", dump(server, link));
      Files.delete(link);
      assertThat(folder.toFile().list()).containsExactly("a.json");
      assertThat(server.ask("still there")).isNotEmpty();
    }
  }

  @Test
  void shouldSayThatTheProcessHasEndedWhenItIsKilledHalfway() throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      tool.done("attach", server.pid());
      new ProcessBuilder("kill", "-STOP", server.pid()).start().waitFor();
      Path file = folder.resolve("report.json");
      CompletableFuture<ChildJvm.Result> dump =
          CompletableFuture.supplyAsync(() -> run(dump(server, file)));
      Thread.sleep(1_500);
      server.kill();
      ChildJvm.Result result = dump.get();
      assertThat(result.exitStatus()).isIn(FAILED, NO_PROCESS);
      assertThat(result.stderrLines()).hasSize(1);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void shouldNotBeMixedWithAnotherVersion() throws Exception {
    Path other = folder.resolve("other.jar");
    Files.copy(Products.agentJar(), other);
    Manifests.replace(other, "Implementation-Version", "99.0");
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      tool.done("attach", server.pid());
      ChildJvm.Result result =
          ChildJvm.on(jdk).jvm("-jar", other.toString(), "status", server.pid()).run();
      assertThat(result.exitStatus()).isEqualTo(FAILED);
      String version;
      try (JarFile jar = new JarFile(Products.agentJar().toFile())) {
        version = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
      }
      assertThat(result.stderrLines()).singleElement().asString().contains("99.0", version);
    }
  }

  /** Where it listens. It stops once its last answer is given, which takes a moment. */
  private static List<Path> sockets(RunningJvm server) throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> all = new ArrayList<>();
    for (int i = 0; i == 0 || (i < 20 && !all.isEmpty()); i++) {
      Thread.sleep(100);
      all.clear();
      try (var found = Files.newDirectoryStream(temporary, "tinyalloc-" + server.pid() + "-*")) {
        found.forEach(all::add);
      }
    }
    return all;
  }

  private static String[] dump(RunningJvm server, Path file) {
    return new String[] {"dump", server.pid(), "-o", file.toString()};
  }

  private ChildJvm.Result run(String... arguments) {
    try {
      return tool.run(arguments);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String assertRefused(int status, String part, String... arguments) throws Exception {
    return assertRefused(tool.run(arguments), status, part);
  }

  private static String assertRefused(ChildJvm.Result result, int status, String part) {
    assertThat(result.stderr()).contains(part);
    assertThat(result.stderrLines()).singleElement().asString().startsWith("tinyalloc: ");
    assertThat(result.stdout()).isEmpty();
    assertThat(result.exitStatus()).isEqualTo(status);
    return result.stderr();
  }
}
