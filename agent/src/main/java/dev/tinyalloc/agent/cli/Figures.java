package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.List;

/** The figures of a report that can be added up, in its order. */
final class Figures {

  static final List<String> TOTALS =
      List.of(
          "allocations",
          "allocatedBytes",
          "frees",
          "freedBytes",
          "liveAllocations",
          "liveBytes",
          "peakLiveBytes");

  static final List<String> MEMORY =
      List.of(
          "reservedBytes",
          "committedBytes",
          "liveBlockBytes",
          "freeBlockBytes",
          "uncutBytes",
          "emptySegmentBytes",
          "largeBytes",
          "cachedLargeBytes",
          "metadataBytes");

  static final List<String> SITE =
      List.of(
          "allocations",
          "allocatedBytes",
          "frees",
          "freedBytes",
          "liveAllocations",
          "liveBytes",
          "peakLiveBytes",
          "blockBytes",
          "largeAllocations");

  static final List<String> ARENA =
      List.of("opened", "closed", "neverClosed", "segments", "segmentBytes");

  static final List<String> SAMPLING = List.of("samples", "liveSamples", "lost");

  static final List<String> COVERAGE =
      List.of("rewrittenClasses", "rewrittenSites", "otherCallers");

  static final List<String> LEFT_OUT =
      List.of("sites", "sizes", "arenas", "growth", "siteSeries", "stacks", "missed");

  private Figures() {}

  /** Sets each of {@code keys} in {@code into} to its sum over {@code parts}. */
  static void sum(JsonObject into, List<JsonObject> parts, List<String> keys) {
    for (String key : keys) {
      into.addProperty(key, sum(parts, key));
    }
  }

  static long sum(List<JsonObject> parts, String key) {
    long sum = 0;
    for (JsonObject part : parts) {
      sum += Json.number(part, key);
    }
    return sum;
  }
}
