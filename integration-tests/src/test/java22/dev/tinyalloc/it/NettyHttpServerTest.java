package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A Netty 4.2 server, unmodified, whose direct memory comes from shared arenas on JDK 25: all of it
 * is in the report, and none but a few constants is left when the allocator is gone.
 */
@Tag("slow")
class NettyHttpServerTest {

  private static final Path SOURCES = Path.of("src/test/netty/dev/tinyalloc/it/netty");
  private static final String SERVER = "dev.tinyalloc.it.netty.NettyHttpServer";

  private static final List<String> JARS =
      List.of("buffer", "codec-base", "codec-http", "common", "resolver", "transport");

  /** Netty's class that opens arenas, whatever it calls the nested one. */
  private static final String OPENER = "io.netty.util.internal.CleanerJava25";

  /** An empty buffer, an end of line, an end of chunks: Netty keeps them as long as it runs. */
  private static final int CONSTANTS = 3;

  private static final int CONSTANT_BYTES = "\r\n".length() + "0\r\n\r\n".length();

  /** Each of four connections makes so many. */
  private static final String REQUESTS = "1000";

  private static final Pattern USED = Pattern.compile("used (\\d+)");

  @TempDir Path folder;

  /** On older ones Netty has other means. */
  static List<Jdk> jdks() {
    return Jdks.all().stream().filter(jdk -> jdk.feature() >= 25).toList();
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void shouldAttributeAPoolThatFindsArenasByMethodHandles(Jdk jdk) throws Exception {
    Report report = run(jdk, "netty-by-handles", "pooled");
    assertSitesAreNettys(report);
    assertArenasAreClosed(report, CONSTANTS);
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void shouldAttributeBuffersThatFindArenasByMethodHandles(Jdk jdk) throws Exception {
    Report report = run(jdk, "netty-by-handles", "unpooled");
    assertSitesAreNettys(report);
    assertArenasAreClosed(report, CONSTANTS);
    assertThat(report.total("allocations")).isGreaterThan(10_000);
  }

  /** This release has arenas for the blocks of pools only. */
  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void shouldAttributeAPoolThatCallsArenas(Jdk jdk) throws Exception {
    Report report = run(jdk, "netty-by-calls", "pooled");
    assertSitesAreNettys(report);
    assertArenasAreClosed(report, 0);
  }

  /** Runs the server without and with the agent; returns what the agent reports. */
  private Report run(Jdk jdk, String netty, String allocator) throws Exception {
    Path program = compile(netty);
    Path file = folder.resolve("report.json");
    ChildJvm.Result plain = run(ChildJvm.on(jdk), netty, program, allocator);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    ChildJvm child = ChildJvm.on(jdk).agent("report=json,report.file=" + file);
    ChildJvm.Result agent = run(child, netty, program, allocator);
    assertThat(agent.exitStatus()).as("%s", agent).isZero();
    assertThat(agent.stderr()).isEqualTo(plain.stderr());
    assertThat(answers(agent)).hasSize(4).isEqualTo(answers(plain));
    Report report = Report.read(file);
    assertThat(report.total("allocatedBytes")).isGreaterThanOrEqualTo(used(agent));
    assertThat(report.total("peakLiveBytes")).isGreaterThanOrEqualTo(used(agent));
    return report;
  }

  private Path compile(String netty) throws IOException {
    Sources sources = new Sources(folder).addAll(SOURCES);
    JARS.forEach(name -> sources.classPath(jar(netty, name)));
    return sources.compile();
  }

  private static ChildJvm.Result run(ChildJvm child, String netty, Path program, String allocator)
      throws Exception {
    JARS.forEach(name -> child.classPath(jar(netty, name)));
    return child.jvm("-Xmx256m").classPath(program).run(SERVER, allocator, REQUESTS);
  }

  private static Path jar(String netty, String name) {
    return Libraries.jar(netty + "/netty-" + name);
  }

  private static List<String> answers(ChildJvm.Result result) {
    return result.stdoutLines().stream().filter(line -> line.startsWith("client ")).toList();
  }

  /** Bytes of direct memory that Netty's allocator had taken when the last answer was there. */
  private static long used(ChildJvm.Result result) {
    Matcher matcher = USED.matcher(result.stdout());
    assertThat(matcher.find()).as("%s", result).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static void assertSitesAreNettys(Report report) {
    assertThat(report.activeSites())
        .allSatisfy(site -> assertThat(site.className()).startsWith("io.netty."))
        .anySatisfy(site -> assertThat(site.className()).startsWith(OPENER));
    assertThat(report.apisOf(OPENER)).isNotEmpty().containsOnly("Arena.allocate");
    assertThat(report.routesOf("io.netty.")).containsOnly("tinyalloc");
    assertThat(report.total("liveBytes")).isEqualTo(CONSTANT_BYTES);
  }

  private static void assertArenasAreClosed(Report report, int constants) {
    assertThat(report.openings())
        .isNotEmpty()
        .allSatisfy(opening -> assertThat(opening.className()).startsWith(OPENER))
        .allSatisfy(opening -> assertThat(opening.kind()).isEqualTo("shared"))
        .allSatisfy(opening -> assertThat(opening.neverClosed()).as("%s", opening).isZero());
    assertThat(sum(report, OpeningCounts::opened))
        .isGreaterThan(constants)
        .isEqualTo(sum(report, OpeningCounts::closed) + constants);
  }

  private static long sum(Report report, ToLongFunction<OpeningCounts> figure) {
    return report.openings().stream().mapToLong(figure).sum();
  }
}
