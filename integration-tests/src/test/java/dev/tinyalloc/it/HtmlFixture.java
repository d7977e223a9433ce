package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** JSON reports as a long run of a large program would write them, in the page of a real report. */
final class HtmlFixture {

  private static final String BEFORE_DATA = "<script type=\"text/plain\" id=\"data\">";
  private static final String AFTER_DATA = "</script>";
  private static final int POINTS = 300;
  private static final int SITES_WITH_SERIES = 50;
  private static final Instant START = Instant.parse("2026-01-02T03:04:00Z");
  private static final List<String> PACKAGES =
      List.of(
          "io.netty.buffer",
          "com.example.codec",
          "com.example.cache.store",
          "org.apache.kafka.common.network",
          "org.lwjgl.system",
          "com.example.web",
          "org.rocksdb");

  private final Random random = new Random(1);
  private final int siteCount;
  private final List<String> names;
  private final JsonArray sites = new JsonArray();

  /** {@code names} are those of the first classes; the others are called as classes are. */
  private HtmlFixture(int siteCount, List<String> names) {
    this.siteCount = siteCount;
    this.names = names;
  }

  /** {@code page}, a report as the agent wrote it, with the figures of such a run. */
  static String page(String page, int sites, List<String> names) throws IOException {
    int from = page.indexOf(BEFORE_DATA) + BEFORE_DATA.length();
    String json = new HtmlFixture(sites, names).report().toString();
    return page.substring(0, from) + pack(json) + page.substring(page.indexOf(AFTER_DATA, from));
  }

  /** The JSON that stands in {@code page}, packed. */
  static String packed(String page) {
    int from = page.indexOf(BEFORE_DATA) + BEFORE_DATA.length();
    return page.substring(from, page.indexOf(AFTER_DATA, from));
  }

  /** The same, as it was written. */
  static String json(String page) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(packed(page));
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  private static String pack(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.getBytes(UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private JsonObject report() {
    for (int id = 1; id <= siteCount; id++) {
      sites.add(site(id));
    }
    JsonObject report = object("schema", "tinyalloc-report/1", "program", "com.example.Main");
    report.addProperty("pid", 4242);
    report.addProperty("time", START.plusSeconds(10L * POINTS).toString());
    report.addProperty("uptimeMillis", 10_000 * POINTS);
    report.add("jvm", object("version", "25.0.3+9", "vendor", "Acme"));
    report.add("agent", object("version", "0.1.0", "mode", "redirect"));
    report
        .getAsJsonObject("agent")
        .add("options", object("mode", "redirect", "report", "html", "stacks", "512k"));
    report.add("totals", totals());
    report.add("memory", memory());
    report.add("sizeClasses", sizeClasses());
    report.add("sites", sites);
    report.add("arenas", arenas());
    report.add("growth", growth());
    report.add("series", series());
    report.add("siteSeries", siteSeries());
    report.add("sampling", object("meanBytes", 512 << 10, "samples", 81_234, "liveSamples", 4_000));
    report.getAsJsonObject("sampling").addProperty("lost", 12);
    report.add("stacks", stacks());
    report.add("oldest", oldest());
    report.add("coverage", coverage());
    return report;
  }

  private JsonObject site(int id) {
    long allocations = Math.round(Math.exp(random.nextDouble() * 14));
    long bytes = allocations * (32L << random.nextInt(9));
    long frees = id % 3 == 0 ? allocations : allocations * 9 / 10;
    long freed = bytes / allocations * frees;
    JsonObject site = place(id);
    site.addProperty("id", id);
    site.addProperty("api", id % 4 == 0 ? "Arena.allocate" : "ByteBuffer.allocateDirect");
    site.addProperty("loader", "app");
    site.addProperty("route", "tinyalloc");
    site.addProperty("allocations", allocations);
    site.addProperty("allocatedBytes", bytes);
    site.addProperty("frees", frees);
    site.addProperty("freedBytes", freed);
    site.addProperty("liveAllocations", allocations - frees);
    site.addProperty("liveBytes", bytes - freed);
    site.addProperty("peakLiveBytes", (bytes - freed) * 3 / 2);
    site.addProperty("blockBytes", bytes + bytes / (5 + id % 20));
    site.addProperty("largeAllocations", 0);
    site.add("lifetimeMicros", lifetimes(id));
    site.add("sizes", sizes(allocations));
    return site;
  }

  private JsonObject lifetimes(int id) {
    long median = id % 5 == 0 ? 0 : 20L << random.nextInt(20);
    JsonObject lifetimes = object("p50", median, "p90", 3 * median, "p99", 11 * median);
    lifetimes.addProperty("max", 40 * median);
    lifetimes.addProperty("samples", median == 0 ? 0 : 1 + random.nextInt(5_000));
    return lifetimes;
  }

  private JsonArray sizes(long allocations) {
    JsonArray sizes = new JsonArray();
    for (int at = 0; at < 6; at++) {
      sizes.add(object("upToBytes", 64L << (2 * at), "allocations", allocations / (1 + (at * at))));
    }
    return sizes;
  }

  /** A line of the program; the same for the same number. */
  private JsonObject place(int id) {
    String name =
        id <= names.size()
            ? names.get(id - 1)
            : PACKAGES.get(id % PACKAGES.size()) + ".Type" + id / 3 % 100 + "$Part";
    JsonObject place = object("class", name, "method", "allocate" + id % 4, "file", "Type.java");
    place.addProperty("line", id);
    return place;
  }

  private JsonObject totals() {
    JsonObject totals = new JsonObject();
    for (String figure :
        List.of(
            "allocations",
            "allocatedBytes",
            "frees",
            "freedBytes",
            "liveAllocations",
            "liveBytes",
            "peakLiveBytes")) {
      long sum = 0;
      for (int at = 0; at < sites.size(); at++) {
        sum += sites.get(at).getAsJsonObject().get(figure).getAsLong();
      }
      totals.addProperty(figure, sum);
    }
    return totals;
  }

  private static JsonObject memory() {
    JsonObject memory =
        object(
            "reservedBytes", 256L << 20, "committedBytes", 144L << 20, "liveBlockBytes", 80 << 20);
    memory.addProperty("freeBlockBytes", 30 << 20);
    memory.addProperty("uncutBytes", 10 << 20);
    memory.addProperty("emptySegmentBytes", 6 << 20);
    memory.addProperty("largeBytes", 14 << 20);
    memory.addProperty("cachedLargeBytes", 4 << 20);
    memory.addProperty("metadataBytes", 900 << 10);
    return memory;
  }

  private JsonArray sizeClasses() {
    JsonArray classes = new JsonArray();
    for (int at = 3; at < 18; at++) {
      classes.add(
          object(
              "blockBytes",
              1 << at,
              "liveBlocks",
              random.nextInt(40_000) >> (at / 2),
              "allocations",
              random.nextInt(9_000_000) >> (at / 2)));
    }
    return classes;
  }

  private JsonArray arenas() {
    JsonArray arenas = new JsonArray();
    for (int id = 1; id <= 6; id++) {
      JsonObject arena = place(id);
      arena.addProperty("loader", "app");
      arena.addProperty("kind", id % 2 == 0 ? "shared" : "confined");
      arena.addProperty("opened", 1000 * id);
      arena.addProperty("closed", 1000 * id - id);
      arena.addProperty("neverClosed", id % 3);
      arena.addProperty("segments", 2000 * id);
      arena.addProperty("segmentBytes", 1_536_000 * id);
      arena.add("openNanos", times(12_345));
      arena.add("closeNanos", times(700));
      arenas.add(arena);
    }
    return arenas;
  }

  private static JsonObject times(long median) {
    JsonObject times = object("p50", median, "p90", 2 * median, "p99", 9 * median);
    times.addProperty("max", 50 * median);
    return times;
  }

  private JsonArray growth() {
    JsonArray growth = new JsonArray();
    for (int id = 1; id <= 2; id++) {
      JsonObject site = place(id);
      site.addProperty("id", id);
      site.addProperty("bytesPerSecond", 12_345.5 / id);
      site.addProperty("bytesPerSecondLow", 11_000 / id);
      site.addProperty("bytesPerSecondHigh", 13_600 / id);
      site.addProperty("confidence", 0.999 - 0.03 * id);
      site.addProperty("windowMillis", 600_000);
      site.addProperty("liveBytes", 40_000_000 / id);
      growth.add(site);
    }
    return growth;
  }

  private JsonArray series() {
    JsonArray series = new JsonArray();
    long allocated = 0;
    for (int at = 0; at < POINTS; at++) {
      allocated += Math.round((300 + 200 * Math.sin(at / 20.0) + random.nextInt(90)) * 1e6);
      long live = Math.round((40 + at / 6.0 + 12 * Math.sin(at / 9.0) + random.nextInt(4)) * 1e6);
      JsonObject point = object("time", START.plusSeconds(10L * at).toString(), "liveBytes", live);
      point.addProperty("committedBytes", (110L + at / 8) << 20);
      point.addProperty("allocatedBytes", allocated);
      series.add(point);
    }
    return series;
  }

  private JsonArray siteSeries() {
    JsonArray all = new JsonArray();
    for (int id = 1; id <= Math.min(SITES_WITH_SERIES, siteCount); id++) {
      JsonArray live = new JsonArray();
      JsonArray allocated = new JsonArray();
      for (int at = 0; at < POINTS; at++) {
        live.add(Math.round((id < 3 ? at : 100 + 50 * Math.sin(at / 7.0 * id)) * 1e5));
        allocated.add(at * 1_000_000L);
      }
      JsonObject one = object("id", id);
      one.add("liveBytes", live);
      one.add("allocatedBytes", allocated);
      all.add(one);
    }
    return all;
  }

  private JsonArray stacks() {
    JsonArray stacks = new JsonArray();
    for (int at = 0; at < 400; at++) {
      int id = 1 + at % Math.min(120, siteCount);
      long bytes = Math.round(Math.exp(random.nextDouble() * 8) * 1e4);
      JsonObject stack = object("id", id, "samples", 9, "allocations", bytes / 100);
      stack.addProperty("allocatedBytes", 10 * bytes);
      stack.addProperty("liveSamples", 3);
      stack.addProperty("liveAllocations", bytes / 1000);
      stack.addProperty("liveBytes", bytes);
      stack.add("frames", frames(at, id));
      stacks.add(stack);
    }
    return stacks;
  }

  private JsonArray frames(int seed, int id) {
    JsonArray frames = new JsonArray();
    if (seed == 7) {
      return frames;
    }
    frames.add(place(id));
    for (int depth = 12; depth > 0; depth--) {
      int branch = seed % (1 << Math.min(depth, 5)) / (1 + seed % 3);
      frames.add(place(20_000 + 50 * depth + branch));
    }
    return frames;
  }

  private static JsonArray oldest() {
    JsonArray oldest = new JsonArray();
    for (int at = 0; at < 8; at++) {
      JsonObject block = object("id", 1 + at, "stack", at, "bytes", 64 << at);
      block.addProperty("ageMillis", 2_900_000 - 100_000 * at);
      oldest.add(block);
    }
    return oldest;
  }

  private JsonObject coverage() {
    JsonArray missed = new JsonArray();
    for (String name : names) {
      missed.add(object("class", name, "loader", "app", "reason", "a reason: " + name));
    }
    missed.add(object("class", "org.other.Maker", "loader", "app", "reason", "JNI"));
    JsonObject coverage = object("rewrittenClasses", 31, "rewrittenSites", 94, "otherCallers", 3);
    coverage.add("missed", missed);
    return coverage;
  }

  private static JsonObject object(String first, Object value, Object... more) {
    JsonObject object = new JsonObject();
    add(object, first, value);
    for (int at = 0; at < more.length; at += 2) {
      add(object, (String) more[at], more[at + 1]);
    }
    return object;
  }

  private static void add(JsonObject object, String name, Object value) {
    if (value instanceof Number number) {
      object.addProperty(name, number);
    } else {
      object.addProperty(name, (String) value);
    }
  }
}
