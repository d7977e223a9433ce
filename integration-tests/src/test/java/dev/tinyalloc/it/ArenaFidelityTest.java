package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.fidelity.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody can tell an arena under the agent from the JDK's: every check of arenas runs twice,
 * without and with the agent, and finds the same.
 */
class ArenaFidelityTest {

  private static final List<String> OTHER_MODES =
      List.of(
          "callers=sites",
          "debug=guard",
          "large.threshold=4k",
          "purge.delay=1ms",
          "apis=arena",
          "apis=bytebuffer");

  @TempDir Path folder;

  @Test
  void shouldHaveChecksOnEveryTopic() {
    Set<Topic> topics = new LinkedHashSet<>();
    ArenaSettings.USUAL.forEach(setting -> topics.addAll(setting.topics()));
    assertThat(topics)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Topic.values()).filter(Topic::arenas).toList());
    assertThat(topics.stream().mapToInt(topic -> topic.checks().size()).sum())
        .isGreaterThanOrEqualTo(200);
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("usual")
  void shouldFindNoDifference(Jdk jdk, Setting setting) throws Exception {
    assertNoDifference(jdk, setting, "mode=redirect");
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("dev.tinyalloc.it.Jdks#withArenas")
  void shouldFindNoDifferenceWhileBlocksAreChecked(Jdk jdk) throws Exception {
    assertNoDifference(jdk, ArenaSettings.FEW, "debug=check");
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("dev.tinyalloc.it.Jdks#withArenas")
  void shouldFindNoDifferenceWhileArenasAreObserved(Jdk jdk) throws Exception {
    assertNoDifference(jdk, ArenaSettings.FEW, "mode=observe");
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("dev.tinyalloc.it.Jdks#withArenas")
  void shouldFindNoDifferenceWhileBothServe(Jdk jdk) throws Exception {
    assertNoDifference(jdk, ArenaSettings.FEW, "mode=ab");
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

  static Stream<Arguments> usual() {
    return Jdks.withArenas().stream()
        .flatMap(jdk -> ArenaSettings.USUAL.stream().map(setting -> Arguments.of(jdk, setting)));
  }

  static Stream<Arguments> otherModes() {
    List<String> modes = new ArrayList<>(OTHER_MODES);
    modes.addAll(List.of("mode=observe", "mode=ab,latency=1", "debug=check"));
    return usual()
        .flatMap(
            arguments ->
                modes.stream()
                    .map(mode -> Arguments.of(arguments.get()[0], arguments.get()[1], mode)));
  }

  static List<Arguments> collectors() throws IOException, InterruptedException {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.withArenas()) {
      List<String> names = new ArrayList<>(FidelityTest.collectorsOf(jdk));
      // It collects nothing.
      names.remove("Epsilon");
      names.forEach(name -> all.add(Arguments.of(jdk, ArenaSettings.collector(name))));
    }
    return all;
  }

  private void assertNoDifference(Jdk jdk, Setting setting, String mode) throws Exception {
    Report report = Comparison.of(jdk, setting, folder, folder, mode);
    ArenasServed.check(report, setting, mode);
  }
}
