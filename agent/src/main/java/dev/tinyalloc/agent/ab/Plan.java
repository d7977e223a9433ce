package dev.tinyalloc.agent.ab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is to be run.
 *
 * @param command the program's, a {@code java} launcher first
 * @param arms two or three, the base first
 * @param pairs so many forks of each arm are measured
 * @param mostPairs so many at most, where {@code untilPrecise}
 * @param warmups so many forks of each arm come before them
 * @param marginPercent a smaller difference does not matter
 * @param untilPrecise goes on until the difference is known that well
 * @param metrics what is looked for in the program's output
 * @param timeoutMillis a fork that takes longer is killed
 * @param agentOptions in the arms that have an agent, besides ours; may be empty
 * @param agentJar the agent
 * @param folder where the forks' output is kept
 */
public record Plan(
    List<String> command,
    List<Arm> arms,
    int pairs,
    int mostPairs,
    int warmups,
    double marginPercent,
    boolean untilPrecise,
    List<UserMetric> metrics,
    long timeoutMillis,
    String agentOptions,
    Path agentJar,
    Path folder) {

  List<String> armNames() {
    return arms.stream().map(Arm::name).toList();
  }

  /** Those of the user, then those of every program. */
  List<Metric> allMetrics() {
    List<Metric> all = new ArrayList<>();
    metrics.forEach(metric -> all.add(metric.metric()));
    all.addAll(Metrics.ALL);
    return all;
  }

  /** The metrics whose difference is to be known precisely. */
  List<String> watched() {
    return metrics.isEmpty()
        ? List.of(Metrics.WALL.name())
        : metrics.stream().map(UserMetric::name).toList();
  }

  /**
   * The arms in the order of this pair: there and back again, so that whatever drifts falls on all
   * alike.
   *
   * @param pair from 1
   */
  List<Arm> order(int pair) {
    List<Arm> order = new ArrayList<>(arms);
    if (pair % 2 == 0) {
      Collections.reverse(order);
    }
    return order;
  }
}
