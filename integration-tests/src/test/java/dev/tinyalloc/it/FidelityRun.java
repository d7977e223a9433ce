package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.fidelity.Runner;
import dev.tinyalloc.it.fidelity.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One setting's checks in one JVM: what they found out, by name. */
record FidelityRun(Map<String, String> outcomes, ChildJvm.Result result) {

  /** Packages of the JDK that the checks look into. */
  private static final List<String> OPENED =
      List.of("java.nio", "sun.nio.ch", "jdk.internal.misc", "jdk.internal.ref");

  static FidelityRun withoutAgent(Jdk jdk, Setting setting, Path keyStore) throws Exception {
    return run(ChildJvm.on(jdk), jdk, setting, keyStore);
  }

  static FidelityRun withAgent(Jdk jdk, Setting setting, Path keyStore, String options)
      throws Exception {
    return run(ChildJvm.on(jdk).agent(options), jdk, setting, keyStore);
  }

  private static FidelityRun run(ChildJvm jvm, Jdk jdk, Setting setting, Path keyStore)
      throws Exception {
    for (String opened : OPENED) {
      jvm.jvm("--add-opens", "java.base/" + opened + "=ALL-UNNAMED");
    }
    if (jdk.feature() < 19) {
      jvm.jvm("--add-modules", "jdk.incubator.foreign");
    }
    jvm.jvm("-Dfidelity.keystore=" + keyStore).quietUnsafe().timeout(Duration.ofMinutes(3));
    jvm.jvm(setting.flags().toArray(new String[0]));
    String[] topics = setting.topics().stream().map(Topic::name).toArray(String[]::new);
    ChildJvm.Result result = jvm.run(setting.program(), topics);
    return new FidelityRun(outcomes(result), result);
  }

  private static Map<String, String> outcomes(ChildJvm.Result result) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (String line : result.stdoutLines()) {
      int equals = line.indexOf('=');
      assertThat(equals).as("%s", line).isPositive();
      outcomes.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return outcomes;
  }

  /** Every check ran, and could be carried out. */
  void assertComplete(Setting setting) {
    assertThat(outcomes).as("%s", result.stderr()).hasSize(setting.size());
    assertThat(outcomes.values()).noneMatch(outcome -> outcome.startsWith(Runner.BROKEN));
  }

  /** What differs from {@code plain}, check by check. */
  List<String> differences(FidelityRun plain) {
    List<String> differences = new ArrayList<>();
    plain.outcomes.forEach(
        (name, expected) -> {
          String found = outcomes.get(name);
          if (!expected.equals(found)) {
            differences.add(name + "\n  without: " + expected + "\n  with:    " + found);
          }
        });
    return differences;
  }
}
