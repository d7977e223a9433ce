package dev.tinyalloc.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.cli.Finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CheckupTest {

  private final Properties properties = new Properties();
  private List<String> arguments = List.of();
  private String attachProblem = "";
  private boolean canAttach = true;
  private Map<String, String> status = Map.of();
  private long memoryLimit = -1;

  CheckupTest() {
    jdk("25");
  }

  @Test
  void shouldFindNothingInTheWayOfAnOrdinaryJvm() {
    arguments = List.of("-XX:+EnableDynamicAgentLoading");
    assertThat(findings())
        .noneMatch(one -> one.severity() == Severity.ERROR || one.severity() == Severity.WARNING)
        .anyMatch(one -> one.severity() == Severity.OK && one.subject().equals("attach"));
  }

  @Test
  void shouldRefuseOldJdks() {
    jdk("1.8");
    assertFound(Severity.ERROR, "JDK", "17");
    jdk("11");
    assertFound(Severity.ERROR, "JDK", "17");
    jdk("17");
    assertFound(Severity.NOTE, "JDK", "arenas");
  }

  @Test
  void shouldNameTheOtherRoadWhereTheRuntimeCannotAttach() {
    canAttach = false;
    assertFound(Severity.ERROR, "attach", "jcmd PID JVMTI.agent_load");
  }

  @Test
  void shouldSeeThatAttachingIsSwitchedOff() {
    arguments = List.of("-XX:+DisableAttachMechanism");
    assertFound(Severity.ERROR, "attach", "-javaagent:");
  }

  @Test
  void shouldPassOnWhyTheProcessRefuses() {
    attachProblem = "process 7 is no JVM";
    assertFound(Severity.ERROR, "attach", "no JVM");
  }

  @Test
  void shouldKnowTheRulesOnLateAgents() {
    assertFound(Severity.NOTE, "agents", "four lines");
    arguments = List.of("-XX:-EnableDynamicAgentLoading");
    assertFound(Severity.ERROR, "agents", "JEP 451");
    arguments = List.of();
    jdk("17");
    assertThat(findings()).noneMatch(one -> one.subject().equals("agents"));
  }

  @Test
  void shouldKnowTheRulesOnNativeAccessAndOnUnsafe() {
    assertFound(Severity.NOTE, "Unsafe", "JEP 498");
    arguments = List.of("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny");
    assertFound(Severity.NOTE, "native access", "JEP 472");
    assertFound(Severity.NOTE, "Unsafe", "does not use it");
  }

  @Test
  void shouldNameOtherAgentsButNotThisOne() {
    arguments = List.of("-javaagent:tinyalloc-agent.jar", "-agentlib:jdwp=server=y");
    Finding found = assertFound(Severity.NOTE, "other agents", "jdwp");
    assertThat(found.text()).doesNotContain("tinyalloc-agent");
  }

  @Test
  void shouldNameArchivesOfClasses() {
    arguments = List.of("-XX:AOTCache=app.aot");
    assertFound(Severity.NOTE, "class archive", "app.aot");
  }

  @Test
  void shouldTellTheLimitOfTheContainer() {
    memoryLimit = 512 << 20;
    assertFound(Severity.NOTE, "container", "512 MiB");
  }

  @Test
  void shouldTellUsersApart() {
    status = Map.of("Uid", "1001\t1001\t1001\t1001");
    assertFound(Severity.ERROR, "user", "sudo -u '#1001'");
  }

  @Test
  void shouldSeeProcessIdsOfItsOwnAndFiltersOfSystemCalls() {
    status = Map.of("NSpid", "4711\t1", "Seccomp", "2");
    assertFound(Severity.NOTE, "container", "4711");
    assertFound(Severity.NOTE, "seccomp", "mmap");
  }

  @Test
  void shouldSayWhenTheJdkServesAllBuffers() {
    properties.setProperty("sun.nio.PageAlignDirectMemory", "true");
    assertFound(Severity.WARNING, "alignment", "counted");
  }

  @Test
  void shouldSeeThatTheAgentIsThere() {
    properties.setProperty("dev.tinyalloc.agent.mode", "observe");
    assertFound(Severity.OK, "TinyAlloc", "observe");
  }

  private void jdk(String version) {
    properties.setProperty("java.specification.version", version);
    properties.setProperty("java.vm.name", "OpenJDK 64-Bit Server VM");
  }

  private List<Finding> findings() {
    return Checkup.of(
        new Facts(
            properties,
            arguments,
            attachProblem,
            canAttach,
            status,
            "1000\t1000\t1000\t1000",
            memoryLimit));
  }

  private Finding assertFound(Severity severity, String subject, String part) {
    List<Finding> found =
        findings().stream()
            .filter(one -> one.severity() == severity && one.subject().equals(subject))
            .filter(one -> (one.text() + one.remedy()).contains(part))
            .toList();
    assertThat(found).as("%s", findings()).hasSize(1);
    return found.get(0);
  }
}
