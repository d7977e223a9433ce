package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Percentiles of several distributions as one. Of each only three percentiles and the maximum are
 * known; between them its share is taken to grow evenly with the logarithm. What comes out is an
 * estimate that lies between the parts' own, and is theirs where they agree. The maximum is exact.
 */
final class Percentiles {

  private static final String[] KEYS = {"p50", "p90", "p99", "max"};
  private static final double[] SHARES = {0.5, 0.9, 0.99, 1};

  /** Of a share: sums of shares do not come out even. */
  private static final double TOLERANCE = 1e-9;

  private final List<JsonObject> parts = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();
  private double sum;

  /**
   * The percentiles that stand under {@code name} in {@code rows}, as one object.
   *
   * @param ended the figure of a row that says of how many they are
   */
  static JsonObject merge(List<JsonObject> rows, String name, String ended) {
    Percentiles percentiles = new Percentiles();
    for (JsonObject row : rows) {
      percentiles.add(Json.part(row, name), Json.number(row, ended));
    }
    return percentiles.merged();
  }

  /** Without a maximum, nothing is known. */
  private void add(JsonObject part, long ended) {
    if (Json.number(part, "max") > 0) {
      // A part that has percentiles has ended some, even where the count lags.
      double weight = Math.max(1, ended);
      parts.add(part);
      weights.add(weight);
      sum += weight;
    }
  }

  private JsonObject merged() {
    if (parts.size() == 1) {
      return parts.get(0).deepCopy();
    }
    JsonObject merged = new JsonObject();
    for (int i = 0; i < KEYS.length; i++) {
      merged.addProperty(KEYS[i], parts.isEmpty() ? 0 : value(KEYS[i], SHARES[i]));
    }
    long samples = Figures.sum(parts, "samples");
    if (samples > 0) {
      merged.addProperty("samples", samples);
    }
    if (!parts.isEmpty()) {
      merged.addProperty("estimate", true);
    }
    return merged;
  }

  /** The least value below which {@code share} of all are. */
  private long value(String key, double share) {
    long low = Long.MAX_VALUE;
    long high = 0;
    for (JsonObject part : parts) {
      low = Math.min(low, Json.number(part, key));
      high = Math.max(high, Json.number(part, key));
    }
    if (key.equals("max")) {
      return high;
    }
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (shareUpTo(middle) + TOLERANCE >= share) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private double shareUpTo(long value) {
    double share = 0;
    for (int i = 0; i < parts.size(); i++) {
      share += weights.get(i) / sum * shareUpTo(parts.get(i), value);
    }
    return share;
  }

  private static double shareUpTo(JsonObject part, long value) {
    double shareBefore = 0;
    double logBefore = 0;
    for (int i = 0; i < KEYS.length; i++) {
      long known = Json.number(part, KEYS[i]);
      double log = Math.log1p((double) known);
      if (value < known) {
        double way = (Math.log1p((double) value) - logBefore) / (log - logBefore);
        return shareBefore + way * (SHARES[i] - shareBefore);
      }
      shareBefore = SHARES[i];
      logBefore = log;
    }
    return 1;
  }
}
