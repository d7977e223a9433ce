package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One setting's checks without and with the agent, which must find the same. */
final class Comparison {

  /** What every line of the agent's log begins with. */
  private static final String COMMENT = "tinyalloc: ";

  /** What the JDK does is the same every time. */
  private static final Map<List<Object>, FidelityRun> PLAIN = new HashMap<>();

  private Comparison() {}

  /** Fails at a difference; returns the report of the run with the agent. */
  static Report of(Jdk jdk, Setting setting, Path keyStore, Path folder, String mode)
      throws Exception {
    FidelityRun plain = plain(jdk, setting, keyStore);
    Path file = folder.resolve("report.json");
    String options = mode + ",report=json,report.file=" + file;
    FidelityRun agent = FidelityRun.withAgent(jdk, setting, keyStore, options);
    assertThat(agent.differences(plain)).as("differences").isEmpty();
    assertThat(agent.outcomes().keySet()).isEqualTo(plain.outcomes().keySet());
    assertThat(agent.result().exitStatus()).isEqualTo(plain.result().exitStatus());
    assertThat(said(agent, setting)).isEqualTo(said(plain, setting));
    return Report.read(file);
  }

  private static FidelityRun plain(Jdk jdk, Setting setting, Path keyStore) throws Exception {
    FidelityRun plain = PLAIN.get(List.of(jdk, setting));
    if (plain == null) {
      plain = FidelityRun.withoutAgent(jdk, setting, keyStore);
      plain.assertComplete(setting);
      PLAIN.put(List.of(jdk, setting), plain);
    }
    return plain;
  }

  /** The lines of stderr; where the agent has something to say, without what it says. */
  private static List<String> said(FidelityRun run, Setting setting) {
    List<String> lines = run.result().stderrLines();
    return setting.commented()
        ? lines.stream().filter(line -> !line.startsWith(COMMENT)).toList()
        : lines;
  }
}
