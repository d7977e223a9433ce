package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HelloWorld;
import dev.tinyalloc.it.programs.InLoader;
import dev.tinyalloc.it.programs.OtherAgent;
import dev.tinyalloc.it.programs.callers.Callers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  private CallersProgram program;

  @BeforeEach
  void copyProgram() throws IOException {
    Path classes = folder.resolve("program");
    program = new CallersProgram(classes, Callers.class);
    GeneratedCallers.write(classes);
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerOnTheClassPath(Jdk jdk) throws Exception {
    assertNoneSilent(program.onClassPath(agent(jdk)), "app");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInANamedModule(Jdk jdk) throws Exception {
    ChildJvm child = agent(jdk, "ALL-UNNAMED,callers");
    assertNoneSilent(program.inNamedModule(child, folder), "app");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInTheBootLoader(Jdk jdk) throws Exception {
    assertNoneSilent(program.inBootLoader(agent(jdk)), "boot");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInThePlatformLoader(Jdk jdk) throws Exception {
    ChildJvm child = agent(jdk, "ALL-UNNAMED,java.sql");
    assertNoneSilent(program.inPlatformLoader(child), "platform");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInAUrlClassLoader(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("url", agent(jdk)), "java.net.URLClassLoader@");
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInALoaderThatAsksItsParentLast(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("parent-last", agent(jdk)), InLoader.class.getName());
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerInALoaderThatSharesTheJdkOnly(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("isolated", agent(jdk)), InLoader.class.getName());
  }

  @OnEveryJdk
  void shouldServeOrListEveryCallerThatWasLoadedBeforeTheAgent(Jdk jdk) throws Exception {
    ChildJvm child = early(ChildJvm.on(jdk), MAIN);
    assertNoneSilent(program.onClassPath(withAgent(child, "ALL-UNNAMED")), "app");
    child = early(ChildJvm.on(jdk), MAIN);
    assertNoneSilent(program.inBootLoader(withAgent(child, "ALL-UNNAMED")), "boot");
  }

  @OnEveryJdk
  void shouldServeCallSitesOnlyWhereThatIsWanted(Jdk jdk) throws Exception {
    ChildJvm child = withAgent(ChildJvm.on(jdk), "ALL-UNNAMED", "callers=sites");
    ChildJvm.Result result = program.onClassPath(child);
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
    ChildJvm.Result result =
        program.onClassPath(child.jvm("-Xbootclasspath/a:" + OtherAgentJar.write(folder)));
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(report().siteTexts("class")).noneMatch(name -> name.startsWith(PACKAGE));
    assertThat(report().missed()).isEmpty();
  }

  @OnEveryJdk
  void shouldNotRecurseWhereLookingForACallerNeedsBuffersItself(Jdk jdk) throws Exception {
    ChildJvm child = withAgent(early(ChildJvm.on(jdk), "greedy"), "ALL-UNNAMED");
    ChildJvm.Result result = program.onClassPath(child);
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
    return child.jvm("-javaagent:" + OtherAgentJar.write(folder) + "=" + argument);
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
