package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HelloBuffers;
import dev.tinyalloc.it.programs.InLoader;
import dev.tinyalloc.it.programs.arenas.ArenaCallers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kinds of callers times kinds of class loaders: whoever allocates in an arena is a site of the
 * report, and whoever opens one has its row there, each with class, method and line.
 */
class ArenaCoverageTest {

  private static final String PACKAGE = ArenaCallers.class.getPackageName() + ".";

  /** What {@link ArenaCallers} prints. */
  private static final int CALLERS = 41;

  private static final int OPENINGS = 13;

  /** Those that no transformer can give a site of their own. */
  private static final Set<String> FOUND_BY_WALK =
      Set.of(
          "findVirtual",
          "publicLookup",
          "unreflect",
          "reflection",
          "reflection of allocateFrom",
          "proxy",
          "hidden class");

  private static final Set<String> REFERENCES =
      Set.of(
          "reference",
          "in a stream",
          "reference to allocateFrom",
          "unbound reference",
          "unbound, of an allocator");

  /** Lines that open arenas by a call instruction, that of {@code main} included. */
  private static final int OPENING_CALLS = 5;

  @TempDir Path folder;

  private CallersProgram program;

  @BeforeEach
  void copyProgram() throws IOException {
    program = new CallersProgram(folder.resolve("program"), ArenaCallers.class);
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerOnTheClassPath(Jdk jdk) throws Exception {
    assertNoneSilent(program.onClassPath(agent(jdk)), "app");
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInANamedModule(Jdk jdk) throws Exception {
    assertNoneSilent(program.inNamedModule(agent(jdk), folder), "app");
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInTheBootLoader(Jdk jdk) throws Exception {
    assertNoneSilent(program.inBootLoader(agent(jdk)), "boot");
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInThePlatformLoader(Jdk jdk) throws Exception {
    assertNoneSilent(program.inPlatformLoader(agent(jdk)), "platform");
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInAUrlClassLoader(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("url", agent(jdk)), "java.net.URLClassLoader@");
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInALoaderThatAsksItsParentLast(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("parent-last", agent(jdk)), InLoader.class.getName());
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerInALoaderThatSharesTheJdkOnly(Jdk jdk) throws Exception {
    assertNoneSilent(program.in("isolated", agent(jdk)), InLoader.class.getName());
  }

  @OnEveryJdkWithArenas
  void shouldServeEveryCallerThatWasLoadedBeforeTheAgent(Jdk jdk) throws Exception {
    String early = "-javaagent:" + OtherAgentJar.write(folder) + "=" + ArenaCallers.class.getName();
    ChildJvm child = withAgent(ChildJvm.on(jdk).jvm(early));
    assertNoneSilent(program.onClassPath(child), "app");
  }

  @OnEveryJdkWithArenas
  void shouldServeCallSitesOnlyWhereThatIsWanted(Jdk jdk) throws Exception {
    ChildJvm.Result result = program.onClassPath(agent(jdk, "callers=sites"));
    assertRanInSilence(result);
    Report report = report();
    for (Caller caller : callers(result)) {
      boolean other = FOUND_BY_WALK.contains(caller.kind) || REFERENCES.contains(caller.kind);
      assertThat(caller.loadersIn(report)).as("%s", caller).hasSize(other ? 0 : 1);
    }
    assertThat(report.activeSites()).hasSize(CALLERS - FOUND_BY_WALK.size() - REFERENCES.size());
    assertThat(report.openings())
        .hasSize(OPENING_CALLS)
        .allSatisfy(one -> assertThat(one.neverClosed()).as("%s", one).isZero());
    assertThat(report.coverage("otherCallers")).isZero();
  }

  @OnEveryJdkWithArenas
  void shouldLeaveExcludedCallersToTheJdkWhoeverTheyAre(Jdk jdk) throws Exception {
    assertRanInSilence(program.onClassPath(agent(jdk, "exclude=" + PACKAGE + "*")));
    assertThat(sitesOfProgram(report())).isEmpty();
    assertThat(openingsOfProgram(report())).isEmpty();
  }

  @OnEveryJdkWithArenas
  void shouldLeaveAllArenasToTheJdkWhereOnlyBuffersAreWanted(Jdk jdk) throws Exception {
    assertRanInSilence(program.onClassPath(agent(jdk, "apis=bytebuffer")));
    assertThat(report().activeSites()).isEmpty();
    assertThat(report().openings()).isEmpty();
  }

  @OnEveryJdkWithArenas
  void shouldLeaveAllBuffersToTheJdkWhereOnlyArenasAreWanted(Jdk jdk) throws Exception {
    assertNoneSilent(program.onClassPath(agent(jdk, "apis=arena")), "app");
    assertRanInSilence(agent(jdk, "apis=arena").run(HelloBuffers.class));
    assertThat(report().activeSites()).isEmpty();
  }

  @OnEveryJdkWithArenas
  void shouldCostAProgramWithoutArenasNothing(Jdk jdk) throws Exception {
    ChildJvm child = agent(jdk).jvm("-Xlog:class+load:file=" + folder.resolve("log"));
    assertRanInSilence(child.run(HelloBuffers.class));
    assertThat(Files.readAllLines(folder.resolve("log")))
        .filteredOn(line -> line.contains("TinyAlloc"))
        .anyMatch(line -> line.contains("TinyAllocBridge"))
        .noneMatch(line -> line.contains("TinyAllocArenas"))
        .noneMatch(line -> line.contains("TinyAllocRegions"));
  }

  private void assertNoneSilent(ChildJvm.Result result, String loader) throws IOException {
    assertRanInSilence(result);
    Report report = report();
    for (Caller caller : callers(result)) {
      assertThat(caller.loadersIn(report))
          .as("%s in %s", caller, report)
          .hasSize(1)
          .allMatch(name -> name.startsWith(loader));
    }
    assertThat(sitesOfProgram(report))
        .hasSize(CALLERS)
        .allSatisfy(site -> assertThat(site.allocations()).as("%s", site).isOne())
        .allSatisfy(site -> assertThat(site.liveAllocations()).as("%s", site).isZero());
    assertThat(report.routesOf(PACKAGE)).containsOnly("tinyalloc");
    List<OpeningCounts> printed = OpeningCounts.printedBy(result);
    assertThat(printed).hasSize(OPENINGS);
    assertThat(openingsOfProgram(report)).containsAll(printed).hasSize(OPENINGS + 1);
    assertThat(report.coverage("otherCallers")).isGreaterThanOrEqualTo(FOUND_BY_WALK.size());
  }

  private static void assertRanInSilence(ChildJvm.Result result) {
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
  }

  private static List<SiteCounts> sitesOfProgram(Report report) {
    return report.activeSites().stream()
        .filter(site -> site.className().startsWith(PACKAGE))
        .toList();
  }

  private static List<OpeningCounts> openingsOfProgram(Report report) {
    return report.openings().stream()
        .filter(opening -> opening.className().startsWith(PACKAGE))
        .toList();
  }

  private static List<Caller> callers(ChildJvm.Result result) {
    List<Caller> callers =
        result
            .stdout()
            .lines()
            .filter(line -> line.startsWith(Caller.MARK))
            .map(line -> Caller.of(line.substring(Caller.MARK.length()).split("\t")))
            .toList();
    assertThat(callers).as("%s", result).hasSize(CALLERS);
    return callers;
  }

  private ChildJvm agent(Jdk jdk, String... options) {
    return withAgent(ChildJvm.on(jdk), options);
  }

  private ChildJvm withAgent(ChildJvm child, String... options) {
    String report = "report=json,report.file=" + folder.resolve("report.json");
    return child.agent(options.length == 0 ? report : String.join(",", options) + "," + report);
  }

  private Report report() throws IOException {
    return Report.read(folder.resolve("report.json"));
  }

  /** Who allocated, by what method, and where, as the program says. */
  private record Caller(String kind, String api, String className, String method, int line) {

    static final String MARK = "caller\t";

    static Caller of(String[] parts) {
      return new Caller(parts[0], parts[1], parts[2], parts[3], Integer.parseInt(parts[4]));
    }

    /** The loaders of the sites that are this caller and have allocated. */
    List<String> loadersIn(Report report) {
      return report.loadersOfActive(api, className, method, line);
    }
  }
}
