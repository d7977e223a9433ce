package dev.tinyalloc.agent.ab;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows from an experiment. Immutable.
 *
 * @param main the second arm against the first
 * @param further where there is a third, the others against it
 */
record Analysis(Experiment experiment, ArmComparison main, List<ArmComparison> further) {

  static Analysis of(Experiment experiment) {
    List<String> arms = experiment.arms();
    List<ArmComparison> further = new ArrayList<>();
    for (int i = 0; arms.size() > 2 && i < 2; i++) {
      further.add(ArmComparison.of(experiment, arms.get(2), arms.get(i)));
    }
    ArmComparison main = ArmComparison.of(experiment, arms.get(0), arms.get(1));
    return new Analysis(experiment, main, List.copyOf(further));
  }

  /** Whether the difference in each of these metrics is known to half the margin or better. */
  boolean isPrecise(List<String> names) {
    double margin = experiment.marginPercent() / 100;
    return main.metrics().stream()
        .filter(metric -> names.contains(metric.metric().name()))
        .allMatch(metric -> metric.interval().halfWidth() <= margin);
  }

  /** Pairs of which all forks have ended well. */
  int completePairs() {
    int pairs = 0;
    for (int pair = 1; pair <= experiment.forks().size(); pair++) {
      int number = pair;
      long good =
          experiment.forks().stream()
              .filter(fork -> fork.pair() == number && fork.failure() == null)
              .count();
      pairs += good == experiment.arms().size() ? 1 : 0;
    }
    return pairs;
  }

  List<Fork> failures() {
    return experiment.forks().stream().filter(fork -> fork.failure() != null).toList();
  }
}
