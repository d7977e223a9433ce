package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A JSON report that the agent wrote. */
final class Report {

  private final JsonObject json;

  private Report(JsonObject json) {
    this.json = json;
  }

  static Report read(Path file) throws IOException {
    assertThat(file).as("the report").isRegularFile();
    return parse(Files.readString(file));
  }

  /** What a page shows. */
  static Report readPage(Path file) throws IOException {
    assertThat(file).as("the page").isRegularFile();
    return parse(HtmlFixture.json(Files.readString(file)));
  }

  private static Report parse(String text) {
    JsonObject json = new Gson().fromJson(text, JsonObject.class);
    assertThat(json.get("schema").getAsString()).isEqualTo("tinyalloc-report/1");
    return new Report(json);
  }

  String mode() {
    return json.getAsJsonObject("agent").get("mode").getAsString();
  }

  long pid() {
    return json.get("pid").getAsLong();
  }

  /** The value in force of an option, or null. */
  String option(String key) {
    JsonElement value = json.getAsJsonObject("agent").getAsJsonObject("options").get(key);
    return value == null ? null : value.getAsString();
  }

  long total(String figure) {
    return json.getAsJsonObject("totals").get(figure).getAsLong();
  }

  long memory(String figure) {
    return json.getAsJsonObject("memory").get(figure).getAsLong();
  }

  long coverage(String figure) {
    return json.getAsJsonObject("coverage").get(figure).getAsLong();
  }

  /** The sum of one figure over all size classes. */
  long sizeClasses(String figure) {
    return sum("sizeClasses", figure);
  }

  /** The sum of one figure over all sites. */
  long sites(String figure) {
    return sum("sites", figure);
  }

  /** The text of one field, site by site. */
  List<String> siteTexts(String field) {
    return objects("sites").stream().map(site -> site.get(field).getAsString()).toList();
  }

  /** The allocations of the sites whose {@code api} begins with {@code prefix}, by route. */
  Map<String, Long> allocationsByRoute(String prefix) {
    Map<String, Long> routes = new TreeMap<>();
    for (JsonObject site : objects("sites")) {
      long allocations = site.get("allocations").getAsLong();
      if (allocations > 0 && site.get("api").getAsString().startsWith(prefix)) {
        routes.merge(site.get("route").getAsString(), allocations, Long::sum);
      }
    }
    return routes;
  }

  /** The classes of the sites that have allocated and whose {@code api} begins with the prefix. */
  Set<String> classes(String prefix) {
    Set<String> classes = new TreeSet<>();
    for (JsonObject site : objects("sites")) {
      boolean active = site.get("allocations").getAsLong() > 0;
      if (active && site.get("api").getAsString().startsWith(prefix)) {
        classes.add(site.get("class").getAsString());
      }
    }
    return classes;
  }

  /** The kinds of arenas that were opened. */
  Set<String> arenaKinds() {
    Set<String> kinds = new TreeSet<>();
    objects("arenas").forEach(row -> kinds.add(row.get("kind").getAsString()));
    return kinds;
  }

  /** The sum of one figure over all lines that open arenas. */
  long arenas(String figure) {
    return sum("arenas", figure);
  }

  /** The classes whose allocations are not served. */
  List<String> missed() {
    List<String> names = new ArrayList<>();
    JsonArray missed = json.getAsJsonObject("coverage").getAsJsonArray("missed");
    missed.forEach(one -> names.add(one.getAsJsonObject().get("class").getAsString()));
    return names;
  }

  /** The loaders of the sites in this place that have allocated. */
  List<String> loadersOfActive(String className, String method, int line) {
    return objects("sites").stream()
        .filter(site -> isActiveAt(site, className, method, line))
        .map(site -> site.get("loader").getAsString())
        .toList();
  }

  /** The same, of those that called {@code api} only. */
  List<String> loadersOfActive(String api, String className, String method, int line) {
    return objects("sites").stream()
        .filter(site -> site.get("api").getAsString().equals(api))
        .filter(site -> isActiveAt(site, className, method, line))
        .map(site -> site.get("loader").getAsString())
        .toList();
  }

  private static boolean isActiveAt(JsonObject site, String className, String method, int line) {
    return site.get("class").getAsString().equals(className)
        && site.get("method").getAsString().equals(method)
        && site.get("line").getAsInt() == line
        && site.get("allocations").getAsLong() > 0;
  }

  /** Who serves the sites of the classes whose names begin so. */
  List<String> routesOf(String prefix) {
    return textsOf(prefix, "route");
  }

  /** What the sites of the classes whose names begin so call. */
  List<String> apisOf(String prefix) {
    return textsOf(prefix, "api");
  }

  private List<String> textsOf(String prefix, String field) {
    return objects("sites").stream()
        .filter(site -> site.get("class").getAsString().startsWith(prefix))
        .map(site -> site.get(field).getAsString())
        .toList();
  }

  /** The sites that have allocated. */
  List<SiteCounts> activeSites() {
    return objects("sites").stream()
        .map(SiteCounts::of)
        .filter(site -> site.allocations() > 0)
        .toList();
  }

  /** The lines that open arenas. */
  List<OpeningCounts> openings() {
    return objects("arenas").stream().map(OpeningCounts::of).toList();
  }

  /** The lines of this class, or of one nested in it, that open arenas. */
  List<OpeningCounts> openingsIn(Class<?> type) {
    return openings().stream().filter(opening -> isIn(type, opening.className())).toList();
  }

  /** The sites of this class, or of one nested in it, that have allocated. */
  List<SiteCounts> activeSitesIn(Class<?> type) {
    return activeSites().stream().filter(site -> isIn(type, site.className())).toList();
  }

  private static boolean isIn(Class<?> type, String className) {
    return className.equals(type.getName()) || className.startsWith(type.getName() + "$");
  }

  /** The totals must be those of the sites, whatever they are. */
  void assertAddsUp() {
    for (String figure :
        List.of(
            "allocations",
            "allocatedBytes",
            "frees",
            "freedBytes",
            "liveAllocations",
            "liveBytes")) {
      assertThat(total(figure)).as("total %s", figure).isEqualTo(sites(figure));
    }
    assertThat(memory("committedBytes"))
        .as("committedBytes")
        .isEqualTo(
            memory("liveBlockBytes")
                + memory("freeBlockBytes")
                + memory("uncutBytes")
                + memory("emptySegmentBytes")
                + memory("largeBytes")
                + memory("cachedLargeBytes"));
  }

  /** The sites that keep growing, as they are listed. */
  List<JsonObject> growth() {
    return objects("growth");
  }

  /** The sampled call stacks, as they are listed. */
  List<JsonObject> stacks() {
    return objects("stacks");
  }

  /** The oldest sampled blocks that live, as they are listed. */
  List<JsonObject> oldest() {
    return objects("oldest");
  }

  /** The sites of this class that have allocated. */
  List<JsonObject> sitesIn(Class<?> type) {
    return objects("sites").stream()
        .filter(site -> isIn(type, site.get("class").getAsString()))
        .filter(site -> site.get("allocations").getAsLong() > 0)
        .toList();
  }

  /** The last point of the series must be that of the report. */
  void assertSeriesEndsInTotals() {
    List<JsonObject> series = objects("series");
    JsonObject last = series.get(series.size() - 1);
    for (String figure : List.of("liveBytes", "allocatedBytes")) {
      assertThat(last.get(figure).getAsLong()).as(figure).isEqualTo(total(figure));
    }
    assertThat(last.get("committedBytes").getAsLong()).isEqualTo(memory("committedBytes"));
  }

  private long sum(String array, String figure) {
    return objects(array).stream().mapToLong(object -> object.get(figure).getAsLong()).sum();
  }

  private List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    JsonArray array = json.getAsJsonArray(name);
    assertThat(array).as("%s in the report", name).isNotNull();
    array.forEach(element -> objects.add(element.getAsJsonObject()));
    return objects;
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
