package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HelloWorld;
import dev.tinyalloc.it.programs.InLoader;
import dev.tinyalloc.it.programs.OtherAgent;
import dev.tinyalloc.it.programs.callers.Callers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kinds of callers times kinds of class loaders: whoever gets a direct buffer is a site of the
 * report, with class, method, line and loader, or is listed as missed. None is silent.
 */
class CoverageTest {

  private static final String MAIN = Callers.class.getName();
  private static final String PACKAGE = Callers.class.getPackageName();
  private static final String JDK_CALLER = "sun.nio.ch.Util";

  /** Kinds that {@link Callers} prints. */
  private static final int KINDS = 18;

  /** Those whose buffer comes from a call instruction in a class that is loaded as usual. */
  private static final Set<String> SITES =
      Set.of("direct call", "lambda body", "static initialiser", "constructor", "proxy");

  /** Those that no transformer can give a site of their own. */
  private static final Set<String> FOUND_BY_WALK =
      Set.of(
          "findStatic",
          "publicLookup",
          "reflection",
          "reflection often",
          "handle as interface",
          "hidden class",
          "serializable reference");

  @TempDir Path folder;

  /** The program alone, for loaders that are to find nothing else. */
  private Path program;

  @BeforeEach
  void copyProgram() throws IOException {
    program = folder.resolve("program");
    GeneratedCallers.write(program);
    Path target = program.resolve(PACKAGE.replace('.', '/'));
    Path source = ChildJvm.programs().resolve(PACKAGE.replace('.', '/'));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(source, "*.class")) {
      for (Path file : files) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerOnTheClassPath(Jdk jdk) throws Exception {
    assertNoneSilent(agent(jdk).classPath(program).run(MAIN), "app");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInANamedModule(Jdk jdk) throws Exception {
    Path descriptor = new Sources(folder).add("module-info.java", "module callers {}").compile();
    Files.copy(descriptor.resolve("module-info.class"), program.resolve("module-info.class"));
    ChildJvm child =
        agent(jdk, "ALL-UNNAMED,callers")
            .jvm("--add-modules", "jdk.unsupported", "-p", program.toString());
    assertNoneSilent(child.jvm("-m", "callers/" + MAIN).run(), "app");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInTheBootLoader(Jdk jdk) throws Exception {
    ChildJvm child = agent(jdk).jvm("-Xbootclasspath/a:" + program);
    assertNoneSilent(child.run(InLoader.class, "boot", program.toString(), MAIN), "boot");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInThePlatformLoader(Jdk jdk) throws Exception {
    ChildJvm child =
        agent(jdk, "ALL-UNNAMED,java.sql")
            .jvm("--add-modules", "jdk.unsupported", "--patch-module", "java.sql=" + program);
    assertNoneSilent(child.jvm("-m", "java.sql/" + MAIN).run(), "platform");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInAUrlClassLoader(Jdk jdk) throws Exception {
    assertNoneSilent(inLoader(jdk, "url"), "java.net.URLClassLoader@");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInALoaderThatAsksItsParentLast(Jdk jdk) throws Exception {
    assertNoneSilent(inLoader(jdk, "parent-last"), InLoader.class.getName());
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInALoaderThatSharesTheJdkOnly(Jdk jdk) throws Exception {
    assertNoneSilent(inLoader(jdk, "isolated"), InLoader.class.getName());
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerThatWasLoadedBeforeTheAgent(Jdk jdk) throws Exception {
    ChildJvm child = early(ChildJvm.on(jdk), MAIN);
    assertNoneSilent(withAgent(child, "ALL-UNNAMED").classPath(program).run(MAIN), "app");
    child = early(ChildJvm.on(jdk), MAIN).jvm("-Xbootclasspath/a:" + program);
    child = withAgent(child, "ALL-UNNAMED");
    assertNoneSilent(child.run(InLoader.class, "boot", program.toString(), MAIN), "boot");
  }

  @OnEveryJdk
  void shouldServeCallSitesOnlyWhereThatIsWanted(Jdk jdk) throws Exception {
    ChildJvm child = withAgent(ChildJvm.on(jdk), "ALL-UNNAMED", "callers=sites");
    ChildJvm.Result result = child.classPath(program).run(MAIN);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    Report report = report();
    assertThat(report.activeSites()).hasSize(SITES.size());
    for (Caller caller : callers(result)) {
      boolean served = SITES.contains(caller.kind);
      assertThat(caller.sitesIn(report)).as("%s", caller).hasSize(served ? 1 : 0);
    }
    assertThat(report.coverage("otherCallers")).isZero();
    assertThat(report.option("callers")).isEqualTo("sites");
  }

  @OnEveryJdk
  void shouldLeaveExcludedCallersToTheJdkWhoeverTheyAre(Jdk jdk) throws Exception {
    String options = "exclude=" + PACKAGE + ".*+" + JDK_CALLER;
    ChildJvm child = withAgent(ChildJvm.on(jdk), "ALL-UNNAMED", options);
    // Somebody must switch the method's body over.
    ChildJvm.Result result = child.jvm("-Xbootclasspath/a:" + early()).classPath(program).run(MAIN);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(report().siteTexts("class")).noneMatch(name -> name.startsWith(PACKAGE));
    assertThat(report().missed()).isEmpty();
  }

  @OnEveryJdk
  void shouldNotRecurseWhereLookingForACallerNeedsBuffersItself(Jdk jdk) throws Exception {
    ChildJvm child = withAgent(early(ChildJvm.on(jdk), "greedy"), "ALL-UNNAMED");
    ChildJvm.Result result = child.classPath(program).run(MAIN);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdout()).doesNotContain("the greedy agent got");
    assertThat(result.stderr()).isEmpty();
    for (Caller caller : callers(result)) {
      assertThat(caller.sitesIn(report())).as("%s", caller).hasSize(1);
    }
    assertThat(report().siteTexts("class")).contains(OtherAgent.class.getName() + "$Greedy");
  }

  @OnEveryJdk
  void shouldCostAProgramWithoutDirectBuffersNothing(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        agent(jdk).jvm("-Xlog:class+load:file=" + folder.resolve("log")).run(HelloWorld.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(Files.readString(folder.resolve("log")))
        .contains(HelloWorld.class.getName())
        .doesNotContain("TinyAllocBridge");
  }

  private void assertNoneSilent(ChildJvm.Result result, String loader) throws IOException {
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    Report report = report();
    List<Caller> callers = callers(result);
    for (Caller caller : callers) {
      assertThat(caller.sitesIn(report))
          .as("%s in %s", caller, report)
          .hasSize(1)
          .allMatch(name -> name.startsWith(loader));
    }
    assertThat(report.siteTexts("route")).containsOnly("tinyalloc");
    // The JDK's own channels: a site on 17; later, memory from Unsafe by way of the constructor.
    assertThat(
            report.siteTexts("class").contains(JDK_CALLER) != report.missed().contains(JDK_CALLER))
        .as("either a site or missed: %s", report)
        .isTrue();
    assertThat(report.missed()).contains(MAIN);
    long jdkCallers = report.siteTexts("class").contains(JDK_CALLER) ? 1 : 0;
    assertThat(report.coverage("otherCallers"))
        .isGreaterThanOrEqualTo(FOUND_BY_WALK.size() + jdkCallers);
    assertThat(report.coverage("rewrittenSites")).isEqualTo(KINDS - FOUND_BY_WALK.size() + 1);
  }

  private static List<Caller> callers(ChildJvm.Result result) {
    List<Caller> callers =
        result
            .stdout()
            .lines()
            .filter(line -> line.startsWith(Callers.MARK))
            .map(line -> Caller.of(line.substring(Callers.MARK.length()).split("\t")))
            .toList();
    assertThat(callers).as("%s", result).hasSize(KINDS);
    return callers;
  }

  private ChildJvm.Result inLoader(Jdk jdk, String kind) throws Exception {
    return agent(jdk).run(InLoader.class, kind, program.toString(), MAIN);
  }

  private ChildJvm agent(Jdk jdk) {
    return agent(jdk, "ALL-UNNAMED");
  }

  private ChildJvm agent(Jdk jdk, String opened) {
    return withAgent(ChildJvm.on(jdk), opened);
  }

  /** With the agent, and with {@code java.nio} open to the modules whose names are given. */
  private ChildJvm withAgent(ChildJvm child, String opened, String... options) {
    String report = "report=json,report.file=" + folder.resolve("report.json");
    String all = options.length == 0 ? report : report + "," + String.join(",", options);
    return child.agent(all).jvm("--add-opens", "java.base/java.nio=" + opened).quietUnsafe();
  }

  private Report report() throws IOException {
    return Report.read(folder.resolve("report.json"));
  }

  /** With {@link OtherAgent} before ours. */
  private ChildJvm early(ChildJvm child, String argument) throws IOException {
    return child.jvm("-javaagent:" + early() + "=" + argument);
  }

  private Path early() throws IOException {
    Path jar = folder.resolve("other-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", OtherAgent.class.getName());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : List.of("OtherAgent", "OtherAgent$Greedy")) {
        String path = "dev/tinyalloc/it/programs/" + name + ".class";
        entries.putNextEntry(new ZipEntry(path));
        entries.write(Files.readAllBytes(ChildJvm.programs().resolve(path)));
      }
    }
    return jar;
  }

  /** Who got a buffer, and where, as the program says. */
  private record Caller(String kind, String className, String method, int line) {

    static Caller of(String[] parts) {
      return new Caller(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]));
    }

    /** The loaders of the sites that are this caller and have allocated. */
    List<String> sitesIn(Report report) {
      return report.loadersOfActive(className, method, line);
    }
  }
}
