package dev.tinyalloc.agent.ab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs forks, one at a time, and measures them. */
final class ForkRunner {

  /** Timed calls cost all calls alike about a nanosecond. */
  private static final String AGENT_OPTIONS = "report=none,latency=64";

  private static final File NOTHING = new File("/dev/null");

  private final Plan plan;

  /** Null between forks. */
  private volatile @Nullable Process running;

  private volatile boolean stopped;

  ForkRunner(Plan plan) {
    this.plan = plan;
  }

  /** Kills what runs, and runs nothing more. From any thread. */
  void stop() {
    stopped = true;
    Process process = running;
    if (process != null) {
      ProcessTree.kill(process);
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** Where the output of a fork is kept. */
  Path outputOf(int order, Arm arm) {
    return file(order, arm, "out");
  }

  private Path file(int order, Arm arm, String ending) {
    String name = String.format(Locale.ROOT, "%03d-%s.%s", order, arm.name(), ending);
    return plan.folder().resolve(name);
  }

  /**
   * Runs the program once. A fork that fails comes back as such.
   *
   * @throws IOException if it cannot be started, or nothing can be kept of it
   */
  Fork run(int order, int pair, Arm arm) throws IOException {
    ForkMeter meter = new ForkMeter(file(order, arm, "gc"), file(order, arm, "fork"));
    ProcessBuilder builder = new ProcessBuilder(commandLine(arm, meter));
    builder.redirectErrorStream(true).redirectInput(NOTHING);
    meter.begin();
    Process process = builder.start();
    running = process;
    ForkOutput output = ForkOutput.keep(process.getInputStream(), outputOf(order, arm));
    try {
      meter.started(process);
      String failure = await(process);
      meter.ended();
      output.end();
      return new Fork(pair, arm.name(), order, values(meter, output, failure), failure);
    } finally {
      ProcessTree.kill(process);
      running = null;
      meter.close();
    }
  }

  private List<String> commandLine(Arm arm, ForkMeter meter) {
    List<String> line = new ArrayList<>();
    line.add(plan.command().get(0));
    if (arm.mode() != null) {
      String more = plan.agentOptions().isEmpty() ? "" : "," + plan.agentOptions();
      String options = AGENT_OPTIONS + more + ",mode=" + arm.mode();
      line.add("-javaagent:" + plan.agentJar() + "=" + options);
      line.add("-D" + ForkFile.PROPERTY + "=" + meter.forkFile());
    }
    line.add("-Xlog:" + GcLog.WHAT + '"' + meter.gcLog() + '"');
    line.addAll(arm.jvmArguments());
    line.addAll(plan.command().subList(1, plan.command().size()));
    return line;
  }

  /** Returns what is wrong with how it ended, or null. */
  private @Nullable String await(Process process) {
    try {
      if (stopped) {
        ProcessTree.kill(process);
      }
      if (!process.waitFor(plan.timeoutMillis(), TimeUnit.MILLISECONDS)) {
        ProcessTree.kill(process);
        int unused = process.waitFor();
        return "killed, since it had not ended after " + plan.timeoutMillis() / 1_000.0 + " s";
      }
      int status = process.exitValue();
      return status == 0 ? null : "it ended with exit status " + status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Map<Metric, Double> values(ForkMeter meter, ForkOutput output, @Nullable String failure)
      throws IOException {
    if (failure != null) {
      return Map.of();
    }
    Map<Metric, Double> values = meter.values();
    if (!plan.metrics().isEmpty()) {
      String text = output.text();
      for (UserMetric metric : plan.metrics()) {
        Double found = metric.find(text);
        if (found != null) {
          values.put(metric.metric(), found);
        }
      }
    }
    return values;
  }

  /** Whether a fork has the agent that its arm has. */
  boolean hadAgent(int order, Arm arm) throws IOException {
    return arm.mode() == null || !ForkFile.read(file(order, arm, "fork")).isEmpty();
  }

  /** Deletes what only we have read. */
  void tidy() throws IOException {
    try (var files = Files.newDirectoryStream(plan.folder(), "[0-9]*.{gc,fork}")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
