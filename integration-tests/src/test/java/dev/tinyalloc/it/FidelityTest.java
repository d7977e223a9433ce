package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.fidelity.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody can tell a direct buffer under the agent from the JDK's: every check of package {@code
 * fidelity} runs twice, without and with the agent, and finds the same.
 */
class FidelityTest {

  private static final List<String> COLLECTORS =
      List.of("Serial", "Parallel", "G1", "Z", "Shenandoah", "Epsilon");

  /**
   * What the collector frees while the report is made is in the memory, which is read first, and in
   * no site any more: a large block or two of the checks.
   */
  private static final long SLACK = 4 << 20;

  /** Collectors that each JDK is built with. */
  private static final List<String> USUAL_COLLECTORS = List.of("Serial", "Parallel", "G1");

  private static final List<String> OTHER_MODES =
      List.of(
          "mode=observe",
          "mode=ab,latency=1",
          "callers=sites",
          "debug=check",
          "debug=guard",
          "large.threshold=4k",
          "purge.delay=1ms");

  @TempDir static Path keys;

  @TempDir Path folder;

  private static Path keyStore;

  @BeforeAll
  static void makeKeyStore() throws Exception {
    keyStore = keys.resolve("keys.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String[] command = {
      tool.toString(), "-genkeypair", "-alias", "a", "-keyalg", "EC", "-groupname", "secp256r1"
    };
    List<String> words = new ArrayList<>(Arrays.asList(command));
    words.addAll(List.of("-dname", "CN=localhost", "-validity", "3650", "-storetype", "PKCS12"));
    words.addAll(List.of("-keystore", keyStore.toString(), "-storepass", "password"));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s", output).isZero();
  }

  @Test
  void shouldHaveChecksOnEveryTopic() {
    Set<Topic> topics = new LinkedHashSet<>();
    Setting.USUAL.forEach(setting -> topics.addAll(setting.topics()));
    assertThat(topics)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Topic.values()).filter(topic -> !topic.arenas()).toList());
    assertThat(topics.stream().mapToInt(topic -> topic.checks().size()).sum())
        .isGreaterThanOrEqualTo(250);
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("usual")
  void shouldFindNoDifference(Jdk jdk, Setting setting) throws Exception {
    assertNoDifference(jdk, setting, "mode=redirect");
  }

  @OnEveryJdk
  void shouldFindNoDifferenceWhileBlocksAreCheckedOrBuffersObserved(Jdk jdk) throws Exception {
    assertNoDifference(jdk, Setting.FEW, "debug=check");
    assertNoDifference(jdk, Setting.FEW, "mode=observe");
  }

  @OnEveryJdk
  void shouldFindNoDifferenceWhileBothServe(Jdk jdk) throws Exception {
    assertNoDifference(jdk, Setting.FEW, "mode=ab");
  }

  /** The road where the JDK's buffers or cleaners are not as we know them. */
  @OnEveryJdk
  void shouldFindNoDifferenceByTheJdksOwnCleaners(Jdk jdk) throws Exception {
    String plain = "-Ddev.tinyalloc.plainBuffers=1";
    assertNoDifference(jdk, Setting.FEW.flag(plain), "mode=redirect");
    assertNoDifference(jdk, Setting.COUNTS.flag(plain), "mode=redirect");
  }

  @Tag("slow")
  @ParameterizedTest(name = "{1} on {0} with {2}")
  @MethodSource("otherModes")
  void shouldFindNoDifferenceInOtherModes(Jdk jdk, Setting setting, String mode) throws Exception {
    assertNoDifference(jdk, setting, mode);
  }

  @Tag("slow")
  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("collectors")
  void shouldFindNoDifferenceUnderAnyCollector(Jdk jdk, Setting collector) throws Exception {
    assertNoDifference(jdk, collector, "mode=redirect");
  }

  @Tag("slow")
  @OnEveryJdk
  void shouldFindNoDifferenceWhereTheHeapSetsTheLimit(Jdk jdk) throws Exception {
    assertNoDifference(jdk, Setting.NO_LIMIT, "mode=redirect");
  }

  /** That none of them is left out unnoticed. */
  @Tag("slow")
  @OnEveryJdk
  void shouldKnowTheCollectorsOfTheJdk(Jdk jdk) throws Exception {
    assertThat(collectorsOf(jdk)).containsAll(USUAL_COLLECTORS);
  }

  static Stream<Arguments> usual() {
    return onEveryJdk(Setting.USUAL);
  }

  static Stream<Arguments> otherModes() {
    return onEveryJdk(List.of(Setting.BUFFERS, Setting.COUNTS, Setting.LIMIT))
        .flatMap(
            arguments ->
                OTHER_MODES.stream()
                    .map(mode -> Arguments.of(arguments.get()[0], arguments.get()[1], mode)));
  }

  private static Stream<Arguments> onEveryJdk(List<Setting> settings) {
    return Jdks.all().stream()
        .flatMap(jdk -> settings.stream().map(setting -> Arguments.of(jdk, setting)));
  }

  static List<Arguments> collectors() throws IOException, InterruptedException {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.all()) {
      collectorsOf(jdk).forEach(name -> all.add(Arguments.of(jdk, Setting.collector(name))));
    }
    return all;
  }

  /** The names of the collectors that the JDK has. */
  static List<String> collectorsOf(Jdk jdk) throws IOException, InterruptedException {
    List<String> built = new ArrayList<>();
    for (String name : COLLECTORS) {
      String flag = Setting.collectorFlag(name);
      ChildJvm jvm = ChildJvm.on(jdk).jvm("-XX:+UnlockExperimentalVMOptions", flag, "-version");
      if (jvm.run().exitStatus() == 0) {
        built.add(name);
      }
    }
    return built;
  }

  private void assertNoDifference(Jdk jdk, Setting setting, String mode) throws Exception {
    assertServed(Comparison.of(jdk, setting, keyStore, folder, mode), setting, mode);
  }

  /** That the agent was there at all, and that no block outlives its buffer. */
  private static void assertServed(Report report, Setting setting, String mode) {
    // At the exit, the report is one of the shutdown hooks that run at once.
    int least = setting == Setting.EXIT ? 1 : setting.size();
    assertThat(report.total("allocations")).isGreaterThanOrEqualTo(least);
    report.assertAddsUp();
    Set<String> classes = Set.copyOf(report.siteTexts("class"));
    assertThat(classes).hasSizeGreaterThanOrEqualTo(setting.topics().size());
    boolean jdkServes = mode.equals("mode=observe") || setting == Setting.PAGES;
    assertThat(report.sites("blockBytes") > 0).as("served by TinyAlloc").isEqualTo(!jdkServes);
    if (mode.equals("mode=observe")) {
      assertThat(report.siteTexts("route")).containsOnly("jdk");
    } else if (!jdkServes) {
      assertThat(report.siteTexts("route")).contains("tinyalloc");
    }
    if (mode.equals("mode=redirect")) { // Checked blocks wait in quarantine.
      long blocks = report.memory("liveBlockBytes") + report.memory("largeBytes");
      assertThat(blocks).isLessThan(2 * report.total("liveBytes") + SLACK);
    }
  }
}
