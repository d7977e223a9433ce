package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changed from one report to another. */
final class Diff {

  private static final Comparator<Change> LEAKS_FIRST =
      Comparator.comparingLong((Change change) -> Math.abs(change.by("neverClosed")))
          .thenComparingLong(change -> Math.abs(change.by("opened")))
          .reversed()
          .thenComparing(Change.BY_PLACE);

  private final Report a;
  private final Report b;
  private final Map<PlaceKey, Change> sites;
  private final List<Change> arenas;

  Diff(Report a, Report b) {
    this.a = a;
    this.b = b;
    sites = match("sites", "api", Figures.SITE);
    arenas = new ArrayList<>(match("arenas", "kind", Figures.ARENA).values());
    arenas.removeIf(Change::isSame);
    arenas.sort(LEAKS_FIRST);
  }

  Report a() {
    return a;
  }

  Report b() {
    return b;
  }

  Change totals() {
    return part("totals", Figures.TOTALS);
  }

  Change memory() {
    return part("memory", Figures.MEMORY);
  }

  /** Sites that are not as they were, the first by {@code key} first; without the rest. */
  List<Change> sites(DiffKey key) {
    List<Change> changes = new ArrayList<>();
    sites.forEach(
        (place, change) -> {
          if (!place.equals(PlaceKey.REST) && !change.isSame()) {
            changes.add(change);
          }
        });
    changes.sort(key.order());
    return changes;
  }

  /** The sums over sites left out; not of the same sites before and after. */
  Change rest() {
    Change none = new Change(new JsonObject(), new JsonObject(), Figures.SITE);
    return sites.getOrDefault(PlaceKey.REST, none);
  }

  boolean hasRest() {
    return sites.containsKey(PlaceKey.REST);
  }

  List<Change> arenas() {
    return arenas;
  }

  boolean isEmpty() {
    return totals().isSame()
        && memory().isSame()
        && arenas.isEmpty()
        && sites.values().stream().allMatch(Change::isSame);
  }

  /** How much longer the process had run; 0 where that is not known, or where there are two. */
  double seconds() {
    return a.isOfSameProcess(b) ? (b.uptimeMillis() - a.uptimeMillis()) / 1000.0 : 0;
  }

  private Change part(String name, List<String> figures) {
    return new Change(Json.part(a.json(), name), Json.part(b.json(), name), figures);
  }

  private Map<PlaceKey, Change> match(String list, String what, List<String> figures) {
    PlaceKeys keys = new PlaceKeys(List.of(a, b), list, what);
    Map<PlaceKey, JsonObject> before = byKey(a.rows(list), keys, figures);
    Map<PlaceKey, JsonObject> after = byKey(b.rows(list), keys, figures);
    Set<PlaceKey> all = new LinkedHashSet<>(after.keySet());
    all.addAll(before.keySet());
    Map<PlaceKey, Change> changes = new LinkedHashMap<>();
    for (PlaceKey key : all) {
      changes.put(key, new Change(before.get(key), after.get(key), figures));
    }
    return changes;
  }

  /** Should a report have two rows of one place, it is their sum that counts. */
  private static Map<PlaceKey, JsonObject> byKey(
      List<JsonObject> rows, PlaceKeys keys, List<String> figures) {
    Map<PlaceKey, JsonObject> byKey = new LinkedHashMap<>();
    for (JsonObject row : rows) {
      byKey.merge(keys.of(row), row, (first, second) -> sum(first, second, figures));
    }
    return byKey;
  }

  private static JsonObject sum(JsonObject first, JsonObject second, List<String> figures) {
    JsonObject sum = first.deepCopy();
    Figures.sum(sum, List.of(first, second), figures);
    return sum;
  }
}
