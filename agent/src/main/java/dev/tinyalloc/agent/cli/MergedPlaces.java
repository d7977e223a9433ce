package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the rows of one place in several reports, and says what they have in common. */
final class MergedPlaces {

  /** Stands where processes differ. */
  static final String SEVERAL = "several";

  private MergedPlaces() {}

  /** The rows of {@code list} by their places. */
  static Collection<List<JsonObject>> of(List<Report> reports, String list, String what) {
    PlaceKeys keys = new PlaceKeys(reports, list, what);
    Map<PlaceKey, List<JsonObject>> byKey = new LinkedHashMap<>();
    for (Report report : reports) {
      for (JsonObject row : report.rows(list)) {
        byKey.computeIfAbsent(keys.of(row), key -> new ArrayList<>()).add(row);
      }
    }
    return byKey.values();
  }

  /** The text that all have under {@code key}; {@link #SEVERAL} where they differ. */
  static String common(List<JsonObject> rows, String key) {
    TreeSet<String> values = new TreeSet<>();
    for (JsonObject row : rows) {
      values.add(Json.text(row, key));
    }
    return values.size() > 1 ? SEVERAL : values.isEmpty() ? "" : values.first();
  }

  /** The loader of rows of one place; its class only, where its identity differs. */
  static String loader(List<JsonObject> rows) {
    String common = common(rows, "loader");
    String first = Json.text(rows.get(0), "loader");
    return common.equals(first) ? first : PlaceKey.loaderClass(first);
  }

  /** The source file, of the first that knows it. */
  static JsonElement file(List<JsonObject> rows) {
    for (JsonObject row : rows) {
      JsonElement file = row.get("file");
      if (file != null && !file.isJsonNull()) {
        return file;
      }
    }
    return JsonNull.INSTANCE;
  }
}
