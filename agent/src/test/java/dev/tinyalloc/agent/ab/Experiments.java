package dev.tinyalloc.agent.ab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Experiments that nobody has run. */
final class Experiments {

  static final Metric WALL = new Metric("wall", "ms", false);
  static final Metric RATE = new Metric("rate", "", true);

  private Experiments() {}

  /** One metric; values by pair, from 0. */
  static Experiment of(
      Metric metric, int pairs, IntToDoubleFunction jdk, IntToDoubleFunction tinyalloc) {
    List<Fork> forks = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      forks.add(fork(metric, i, "jdk", jdk, forks.size()));
      forks.add(fork(metric, i, "tinyalloc", tinyalloc, forks.size()));
    }
    return of(List.of(metric), forks);
  }

  static Experiment of(List<Metric> metrics, List<Fork> forks) {
    return new Experiment(
        List.of("java", "Main"), List.of("jdk", "tinyalloc"), metrics, 10, 1, 1, forks, null);
  }

  /** Several independent metrics of the same kind. */
  static Experiment many(int metrics, int pairs, IntToDoubleFunction value) {
    List<Metric> all = new ArrayList<>();
    for (int i = 0; i < metrics; i++) {
      all.add(new Metric("m" + i, "", false));
    }
    List<Fork> forks = new ArrayList<>();
    for (int i = 0; i < 2 * pairs; i++) {
      Map<Metric, Double> values = new HashMap<>();
      all.forEach(metric -> values.put(metric, value.applyAsDouble(0)));
      forks.add(new Fork(1 + i / 2, i % 2 == 0 ? "jdk" : "tinyalloc", i + 1, values, null));
    }
    return of(all, forks);
  }

  private static Fork fork(
      Metric metric, int pair, String arm, IntToDoubleFunction value, int order) {
    return new Fork(pair + 1, arm, order + 1, Map.of(metric, value.applyAsDouble(pair)), null);
  }

  static Outcome outcome(Experiment experiment) {
    return new Outcome(experiment, Path.of("kept"));
  }
}
