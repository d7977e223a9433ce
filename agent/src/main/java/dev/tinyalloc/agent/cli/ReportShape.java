package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a JSON object is a report: what a report has must be of the right kind, wherever it
 * stands. Keys may be added to reports; those that are not known here are named.
 */
final class ReportShape {

  /** A value of each kind; an empty object may have any keys. */
  private static final JsonElement REPORT =
      shape(
          """
          {"schema": "", "program": "", "pid": 0, "time": "", "uptimeMillis": 0,
           "jvm": {"version": "", "vendor": ""},
           "agent": {"version": "", "mode": "", "options": {}},
           "totals": {"allocations": 0, "allocatedBytes": 0, "frees": 0, "freedBytes": 0,
             "liveAllocations": 0, "liveBytes": 0, "peakLiveBytes": 0},
           "memory": {"reservedBytes": 0, "committedBytes": 0, "liveBlockBytes": 0,
             "freeBlockBytes": 0, "uncutBytes": 0, "emptySegmentBytes": 0, "largeBytes": 0,
             "cachedLargeBytes": 0, "metadataBytes": 0},
           "sizeClasses": [{"blockBytes": 0, "liveBlocks": 0, "allocations": 0}],
           "sites": [{"id": 0, "api": "", "class": "", "method": "", "file": "", "line": 0,
             "loader": "", "route": "", "allocations": 0, "allocatedBytes": 0, "frees": 0,
             "freedBytes": 0, "liveAllocations": 0, "liveBytes": 0, "peakLiveBytes": 0,
             "blockBytes": 0, "largeAllocations": 0,
             "lifetimeMicros": {"p50": 0, "p90": 0, "p99": 0, "max": 0, "samples": 0,
               "estimate": true},
             "sizes": [{"upToBytes": 0, "allocations": 0}],
             "ifRedirected": {"blockBytes": 0, "peakBlockBytes": 0, "reused": 0}}],
           "arenas": [{"class": "", "method": "", "file": "", "line": 0, "loader": "", "kind": "",
             "opened": 0, "closed": 0, "neverClosed": 0, "segments": 0, "segmentBytes": 0,
             "openNanos": {"p50": 0, "p90": 0, "p99": 0, "max": 0, "estimate": true},
             "closeNanos": {"p50": 0, "p90": 0, "p99": 0, "max": 0, "estimate": true}}],
           "growth": [{"id": 0, "class": "", "method": "", "line": 0, "bytesPerSecond": 0,
             "bytesPerSecondLow": 0, "bytesPerSecondHigh": 0, "confidence": 0, "windowMillis": 0,
             "liveBytes": 0, "pid": 0}],
           "series": [{"time": "", "liveBytes": 0, "committedBytes": 0, "allocatedBytes": 0}],
           "siteSeries": [{"id": 0, "liveBytes": [0], "allocatedBytes": [0]}],
           "sampling": {"meanBytes": 0, "samples": 0, "liveSamples": 0, "lost": 0},
           "stacks": [{"id": 0, "samples": 0, "allocations": 0, "allocatedBytes": 0,
             "liveSamples": 0, "liveAllocations": 0, "liveBytes": 0,
             "frames": [{"class": "", "method": "", "file": "", "line": 0}]}],
           "oldest": [{"id": 0, "stack": 0, "bytes": 0, "ageMillis": 0}],
           "coverage": {"rewrittenClasses": 0, "rewrittenSites": 0, "otherCallers": 0,
             "missed": [{"class": "", "loader": "", "reason": ""}]},
           "leftOut": {"sites": 0, "sizes": 0, "arenas": 0, "growth": 0, "siteSeries": 0,
             "stacks": 0, "missed": 0},
           "merged": [{"pid": 0, "program": "", "time": "", "uptimeMillis": 0, "mode": ""}],
           "notes": [""]}
          """);

  /** Without them, nothing can be said. */
  private static final String[] REQUIRED = {"time", "totals", "sites"};

  /** What each row of {@code sites} and {@code arenas} is known by. */
  private static final String[] PLACE = {"class", "method", "line"};

  private final Set<String> unknown = new TreeSet<>();

  private ReportShape() {}

  /**
   * Checks {@code report}.
   *
   * @return the keys in it that are not known here
   * @throws CommandFailure that says what is wrong, not in which file
   */
  static Set<String> check(JsonObject report) throws CommandFailure {
    require(report, "the report", REQUIRED);
    ReportShape shape = new ReportShape();
    shape.check("", report, REPORT);
    for (String list : new String[] {"sites", "arenas"}) {
      for (JsonObject row : Json.rows(report, list)) {
        require(row, "a row of " + list, PLACE);
      }
    }
    return shape.unknown;
  }

  private static void require(JsonObject object, String what, String... keys)
      throws CommandFailure {
    for (String key : keys) {
      JsonElement value = object.get(key);
      if (value == null || value.isJsonNull()) {
        throw new CommandFailure(CommandFailure.FAILED, what + " has no " + key);
      }
    }
  }

  private void check(String path, JsonElement value, JsonElement shape) throws CommandFailure {
    if (shape.isJsonObject()) {
      expect(path, "an object", value.isJsonObject());
      checkMembers(path, value.getAsJsonObject(), shape.getAsJsonObject());
    } else if (shape.isJsonArray()) {
      expect(path, "a list", value.isJsonArray());
      for (JsonElement row : value.getAsJsonArray()) {
        check(path, row, shape.getAsJsonArray().get(0));
      }
    } else {
      checkPrimitive(path, value, shape.getAsJsonPrimitive());
    }
  }

  private void checkMembers(String path, JsonObject value, JsonObject shape) throws CommandFailure {
    if (shape.isEmpty()) {
      return;
    }
    for (Map.Entry<String, JsonElement> member : value.entrySet()) {
      String inner = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      JsonElement expected = shape.get(member.getKey());
      if (expected == null) {
        unknown.add(inner);
      } else if (!member.getValue().isJsonNull()) {
        check(inner, member.getValue(), expected);
      }
    }
  }

  private static void checkPrimitive(String path, JsonElement value, JsonPrimitive shape)
      throws CommandFailure {
    JsonPrimitive primitive = value.isJsonPrimitive() ? value.getAsJsonPrimitive() : null;
    if (shape.isNumber()) {
      expect(path, "a number", primitive != null && isNumber(primitive));
    } else if (shape.isBoolean()) {
      expect(path, "true or false", primitive != null && primitive.isBoolean());
    } else {
      expect(path, "text", primitive != null && primitive.isString());
    }
  }

  /** Also one that a long can hold: all figures are added up as such. */
  private static boolean isNumber(@Nullable JsonPrimitive value) {
    return value != null && value.isNumber() && Math.abs(value.getAsDouble()) <= Long.MAX_VALUE;
  }

  private static void expect(String path, String kind, boolean holds) throws CommandFailure {
    if (!holds) {
      throw new CommandFailure(CommandFailure.FAILED, path + " is not " + kind);
    }
  }

  private static JsonElement shape(String json) {
    try {
      return Json.read(new StringReader(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
