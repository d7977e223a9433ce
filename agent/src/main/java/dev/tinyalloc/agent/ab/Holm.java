package dev.tinyalloc.agent.ab;

import java.util.Arrays;
import java.util.Comparator;

/** The correction of Holm (1979): that none of several p-values is small by chance. */
final class Holm {

  private Holm() {}

  /** The corrected values, each at the place of its own. */
  static double[] correct(double... p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] corrected = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < order.length; rank++) {
      most = Math.max(most, Math.min(1, p[order[rank]] * (p.length - rank)));
      corrected[order[rank]] = most;
    }
    return corrected;
  }
}
