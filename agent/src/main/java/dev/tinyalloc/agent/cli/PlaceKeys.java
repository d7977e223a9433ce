package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rows of one place in several reports. The identity of a loader is another in each
 * process; it is looked at only where a report has the same line in two loaders of one class.
 */
final class PlaceKeys {

  private final String what;

  /** Keys without identity that more than one loader has. */
  private final Set<PlaceKey> ambiguous = new HashSet<>();

  /**
   * Keys for the rows of {@code list}.
   *
   * @param what the key that belongs to the place besides class, method, line and loader
   */
  PlaceKeys(List<Report> reports, String list, String what) {
    this.what = what;
    for (Report report : reports) {
      learn(report.rows(list));
    }
  }

  private void learn(List<JsonObject> rows) {
    Map<PlaceKey, String> loaders = new HashMap<>();
    for (JsonObject row : rows) {
      String loader = Json.text(row, "loader");
      PlaceKey key = withoutIdentity(row, loader);
      String other = loaders.putIfAbsent(key, loader);
      if (other != null && !other.equals(loader)) {
        ambiguous.add(key);
      }
    }
  }

  PlaceKey of(JsonObject row) {
    if (PlaceKey.isRest(row)) {
      return PlaceKey.REST;
    }
    String loader = Json.text(row, "loader");
    PlaceKey key = withoutIdentity(row, loader);
    return ambiguous.contains(key) ? PlaceKey.of(row, what, loader) : key;
  }

  private PlaceKey withoutIdentity(JsonObject row, String loader) {
    return PlaceKey.of(row, what, PlaceKey.loaderClass(loader));
  }
}
