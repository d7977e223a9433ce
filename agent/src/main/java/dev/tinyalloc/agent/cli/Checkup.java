package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.report.Units;
import java.util.ArrayList;
import java.util.List;

/** What {@code doctor} thinks of {@link Facts}. */
final class Checkup {

  private static final int OLDEST = 17;
  private static final int FIRST_WITH_ARENAS = 22;
  private static final int FIRST_THAT_WARNS = 21;
  private static final int FIRST_THAT_WARNS_OF_UNSAFE = 24;

  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  private Checkup(Facts facts) {
    this.facts = facts;
  }

  /** All that is to be said. */
  static List<Finding> of(Facts facts) {
    Checkup checkup = new Checkup(facts);
    checkup.runtime();
    checkup.attaching();
    checkup.user();
    checkup.loading();
    checkup.laterRules();
    checkup.otherAgents();
    checkup.archives();
    checkup.memory();
    checkup.isolation();
    checkup.installed();
    return checkup.findings;
  }

  private void runtime() {
    String version = facts.property("java.specification.version");
    if (version.isEmpty()) {
      return;
    }
    int feature = version.startsWith("1.") ? 8 : Integer.parseInt(version);
    String name =
        "JDK "
            + facts.property("java.runtime.version")
            + " of "
            + facts.property("java.vendor")
            + ", "
            + facts.property("java.vm.name");
    if (feature < OLDEST) {
      add(
          Finding.error(
              "JDK", name + ": the agent needs 17 or later", "run it on JDK 17 or later"));
    } else if (feature < FIRST_WITH_ARENAS) {
      add(Finding.note("JDK", name + ": buffers are served; arenas begin with JDK 22", ""));
    } else {
      add(Finding.ok("JDK", name));
    }
    String machine = facts.property("java.vm.name");
    if (machine.contains("OpenJ9") || machine.contains("Substrate")) {
      add(Finding.warning("JVM", machine + " is not tested; HotSpot is", ""));
    }
  }

  private void attaching() {
    if (!facts.canAttach()) {
      add(
          Finding.error(
              "attach",
              "the runtime of this command has no module jdk.attach",
              "use a whole JDK, or: jcmd PID JVMTI.agent_load /PATH/tinyalloc-agent.jar"));
    }
    if (facts.has("-XX:+DisableAttachMechanism")) {
      add(
          Finding.error(
              "attach",
              "-XX:+DisableAttachMechanism keeps everybody out",
              "start it without, or with -javaagent:tinyalloc-agent.jar"));
    } else if (!facts.attachProblem().isEmpty()) {
      add(Finding.error("attach", facts.attachProblem(), "see the findings below"));
    } else {
      add(Finding.ok("attach", "this process lets us in"));
    }
    if (facts.has("-XX:-UsePerfData")) {
      add(Finding.note("list", "-XX:-UsePerfData: list and names do not find it", "use its PID"));
    }
  }

  private void user() {
    String[] theirs = facts.status().getOrDefault("Uid", "").split("\\s+");
    String[] ours = facts.ourUser().split("\\s+");
    if (theirs.length > 1 && ours.length > 1 && !theirs[1].equals(ours[1])) {
      String text = "it runs as user " + theirs[1] + ", this command as " + ours[1];
      add(
          ours[1].equals("0")
              ? Finding.note("user", text + ", which may attach to any", "")
              : Finding.error("user", text, "sudo -u '#" + theirs[1] + "' java -jar …"));
    }
  }

  private void loading() {
    if (facts.has("-XX:-EnableDynamicAgentLoading")) {
      add(
          Finding.error(
              "agents",
              "-XX:-EnableDynamicAgentLoading (JEP 451) forbids agents that are loaded late",
              "-javaagent:tinyalloc-agent.jar at its start"));
    } else if (feature() >= FIRST_THAT_WARNS && !facts.has("-XX:+EnableDynamicAgentLoading")) {
      add(
          Finding.note(
              "agents",
              "the JVM prints four lines when an agent is loaded late (JEP 451)",
              "-XX:+EnableDynamicAgentLoading at its start"));
    }
  }

  private int feature() {
    String version = facts.property("java.specification.version");
    return version.isEmpty() || version.startsWith("1.") ? 0 : Integer.parseInt(version);
  }

  private void laterRules() {
    String access = facts.value("--illegal-native-access=");
    if (!access.isEmpty()) {
      add(
          Finding.note(
              "native access",
              "--illegal-native-access=" + access + " (JEP 472): the agent needs none",
              ""));
    }
    String unsafe = facts.value("--sun-misc-unsafe-memory-access=");
    if (!unsafe.isEmpty()) {
      add(
          Finding.note(
              "Unsafe",
              "--sun-misc-unsafe-memory-access=" + unsafe + " (JEP 498): the agent does not use it",
              ""));
    } else if (feature() >= FIRST_THAT_WARNS_OF_UNSAFE) {
      add(
          Finding.note(
              "Unsafe",
              "programs that free buffers by sun.misc.Unsafe are warned of by the JVM (JEP 498),"
                  + " with the agent and without",
              "--sun-misc-unsafe-memory-access=allow"));
    }
  }

  private void otherAgents() {
    List<String> agents = new ArrayList<>();
    for (String prefix : new String[] {"-javaagent:", "-agentpath:", "-agentlib:"}) {
      agents.addAll(facts.startingWith(prefix));
    }
    agents.removeIf(agent -> agent.contains("tinyalloc"));
    if (!agents.isEmpty()) {
      add(
          Finding.note(
              "other agents",
              String.join(" ", agents) + ": where two rewrite a class, both changes hold",
              "exclude=GLOB leaves their classes alone"));
    }
  }

  private void archives() {
    for (String prefix : new String[] {"-XX:AOTCache=", "-XX:SharedArchiveFile=", "-Xshare:"}) {
      String value = facts.value(prefix);
      if (!value.isEmpty()) {
        add(
            Finding.note(
                "class archive",
                prefix + value + ": archived classes are rewritten once they are loaded",
                ""));
      }
    }
  }

  private void memory() {
    if (facts.memoryLimit() >= 0) {
      add(
          Finding.note(
              "container",
              "memory is limited to "
                  + Units.bytes(facts.memoryLimit())
                  + "; Java heap, direct"
                  + " memory (-XX:MaxDirectMemorySize, else as much as -Xmx) and the rest share it",
              "-Xmx and -XX:MaxDirectMemorySize that fit together"));
    }
    if (facts.property("sun.nio.PageAlignDirectMemory").equals("true")
        || facts.has("-Dsun.nio.PageAlignDirectMemory=true")) {
      add(
          Finding.warning(
              "alignment",
              "sun.nio.PageAlignDirectMemory=true: the JDK serves all buffers; they are counted",
              "start it without"));
    }
  }

  private void isolation() {
    String namespaces = facts.status().getOrDefault("NSpid", "");
    if (namespaces.trim().contains("\t") || namespaces.trim().contains(" ")) {
      add(
          Finding.note(
              "container",
              "it has its own process ids (" + namespaces + "): the jar is copied to its /tmp",
              ""));
    }
    if (facts.status().getOrDefault("Seccomp", "0").equals("2")) {
      add(
          Finding.note(
              "seccomp",
              "a filter of system calls is active; the agent needs mmap, madvise and local sockets,"
                  + " and does without what it is refused",
              ""));
    }
  }

  private void installed() {
    String mode = facts.property("dev.tinyalloc.agent.mode");
    if (!mode.isEmpty()) {
      add(Finding.ok("TinyAlloc", "is there already, mode " + mode));
    }
  }

  private void add(Finding finding) {
    findings.add(finding);
  }
}
