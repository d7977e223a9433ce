package dev.tinyalloc.agent.ab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of one metric in all pairs of which both arms have one. */
final class Pairs {

  private final Metric metric;
  private final double[] base;
  private final double[] other;

  private Pairs(Metric metric, double[] base, double[] other) {
    this.metric = metric;
    this.base = base;
    this.other = other;
  }

  Metric metric() {
    return metric;
  }

  /** Of the base, pair by pair; not to be changed. */
  double[] base() {
    return base;
  }

  /** Of the other arm, likewise. */
  double[] other() {
    return other;
  }

  static Pairs of(Experiment experiment, Metric metric, String base, String other) {
    Map<Integer, Double> first = values(experiment, metric, base);
    Map<Integer, Double> second = values(experiment, metric, other);
    List<double[]> both = new ArrayList<>();
    for (int pair : first.keySet().stream().sorted().toList()) {
      Double value = second.get(pair);
      if (value != null) {
        both.add(new double[] {first.getOrDefault(pair, 0.0), value});
      }
    }
    return new Pairs(
        metric,
        both.stream().mapToDouble(pair -> pair[0]).toArray(),
        both.stream().mapToDouble(pair -> pair[1]).toArray());
  }

  private static Map<Integer, Double> values(Experiment experiment, Metric metric, String arm) {
    Map<Integer, Double> values = new HashMap<>();
    for (Fork fork : experiment.forks()) {
      Double value = fork.values().get(metric);
      if (fork.pair() > 0 && fork.arm().equals(arm) && fork.failure() == null && value != null) {
        values.put(fork.pair(), value);
      }
    }
    return values;
  }

  int count() {
    return base.length;
  }

  boolean allEqual() {
    for (int i = 0; i < base.length; i++) {
      if (base[i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether ratios make sense. */
  boolean allPositive() {
    for (int i = 0; i < base.length; i++) {
      if (base[i] <= 0 || other[i] <= 0) {
        return false;
      }
    }
    return true;
  }

  double meanOfBase() {
    double sum = 0;
    for (double value : base) {
      sum += value;
    }
    return sum / base.length;
  }
}
