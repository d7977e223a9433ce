package dev.tinyalloc.agent.report;

import static dev.tinyalloc.agent.report.Snapshots.counted;
import static dev.tinyalloc.agent.report.Snapshots.site;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.options.AgentMode;
import dev.tinyalloc.agent.report.Snapshot.Memory;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void shouldWriteEverySectionInTheOrderOfTheSchema() throws IOException {
    JsonObject json = parse(Snapshots.of());
    assertThat(json.keySet())
        .containsExactly(
            "schema",
            "program",
            "pid",
            "time",
            "uptimeMillis",
            "jvm",
            "agent",
            "totals",
            "memory",
            "sizeClasses",
            "sites",
            "arenas",
            "growth",
            "series",
            "siteSeries",
            "sampling",
            "stacks",
            "oldest",
            "coverage");
    assertThat(json.get("schema").getAsString()).isEqualTo("tinyalloc-report/1");
    assertThat(json.get("program").getAsString()).isEqualTo("com.example.Main");
    assertThat(json.get("pid").getAsLong()).isEqualTo(4242);
    assertThat(json.get("time").getAsString()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.get("uptimeMillis").getAsLong()).isEqualTo(3_214);
    assertThat(json.get("jvm")).hasToString("{\"version\":\"25.0.3+9\",\"vendor\":\"Acme\"}");
  }

  @Test
  void shouldSayWhichAgentWithWhichOptions() throws IOException {
    JsonObject agent = parse(Snapshots.of()).getAsJsonObject("agent");
    assertThat(agent.keySet()).containsExactly("version", "mode", "options");
    assertThat(agent.get("version").getAsString()).isEqualTo("0.1.0");
    assertThat(agent.get("mode").getAsString()).isEqualTo("redirect");
    assertThat(agent.getAsJsonObject("options").get("report.file").getAsString())
        .isEqualTo("C:\\dir \"x\"\n");
  }

  @Test
  void shouldWriteEveryFieldOfASite() throws IOException {
    SiteCounts site = counted(site(3, "com.example.Main", "<init>", 42), 20, 1_000, 5, 400, 900);
    JsonArray sites = parse(Snapshots.of(site)).getAsJsonArray("sites");
    assertThat(sites).hasSize(1);
    assertThat(sites.get(0))
        .isEqualTo(
            Json.element(
                """
                {"id": 3, "api": "ByteBuffer.allocateDirect", "class": "com.example.Main",
                 "method": "<init>", "file": "Main.java", "line": 42, "loader": "app",
                 "route": "tinyalloc", "allocations": 20, "allocatedBytes": 1000, "frees": 5,
                 "freedBytes": 400, "liveAllocations": 15, "liveBytes": 600, "peakLiveBytes": 900,
                 "blockBytes": 1320, "largeAllocations": 2,
                 "lifetimeMicros": {"p50": 0, "p90": 0, "p99": 0, "max": 0},
                 "sizes": []}\
                """));
  }

  @Test
  void shouldWriteWhatSamplesAndTimeTell() throws IOException {
    Snapshot snapshot =
        Snapshots.profiled(site(1, "a.Leaks", "run", 5), site(2, "a.Other", "go", 6));
    assertThat(
            Json.element(
                    """
                {"growth": [{"id": 1, "class": "a.Leaks", "method": "run", "line": 5,
                   "bytesPerSecond": 1234.5, "bytesPerSecondLow": 1000, "bytesPerSecondHigh": 1500,
                   "confidence": 0.999, "windowMillis": 60000, "liveBytes": 0}],
                 "series": [
                   {"time": "2026-01-02T03:04:00Z", "liveBytes": 100, "committedBytes": 4096,
                    "allocatedBytes": 100},
                   {"time": "2026-01-02T03:04:10Z", "liveBytes": 300, "committedBytes": 8192,
                    "allocatedBytes": 1000}],
                 "siteSeries": [
                   {"id": 1, "liveBytes": [100, 200], "allocatedBytes": [100, 900]}],
                 "sampling": {"meanBytes": 524288, "samples": 9, "liveSamples": 4, "lost": 1},
                 "oldest": [{"id": 1, "stack": 1, "bytes": 1024, "ageMillis": 61000},
                            {"id": 2, "stack": 2, "bytes": 64, "ageMillis": 5}]}\
                """)
                .getAsJsonObject()
                .entrySet())
        .isSubsetOf(parse(snapshot).entrySet());
  }

  @Test
  void shouldWriteStacksWithTheSitesOwnLineFirst() throws IOException {
    JsonArray stacks =
        parse(Snapshots.profiled(site(1, "a.Leaks", "run", 5), site(2, "a.Other", "go", 6)))
            .getAsJsonArray("stacks");
    assertThat(stacks).hasSize(3);
    assertThat(stacks.get(0))
        .isEqualTo(
            Json.element(
                """
                {"id": 1, "samples": 4, "allocations": 40.5, "allocatedBytes": 4096.25,
                 "liveSamples": 2, "liveAllocations": 20, "liveBytes": 2048, "frames": [
                   {"class": "a.Leaks", "method": "run", "file": "Leaks.java", "line": 5},
                   {"class": "com.example.Service", "method": "serve", "file": "Service.java",
                    "line": 7},
                   {"class": "com.example.Main", "method": "main", "file": null, "line": -1}]}\
                """));
  }

  @Test
  void shouldListSitesThatNeverAllocatedAndFilesThatAreUnknown() throws IOException {
    JsonObject json =
        parse(Snapshots.of(Snapshots.nowhere())).getAsJsonArray("sites").get(0).getAsJsonObject();
    assertThat(json.get("file").isJsonNull()).isTrue();
    assertThat(json.get("line").getAsInt()).isEqualTo(-1);
    assertThat(json.get("allocations").getAsLong()).isZero();
  }

  @Test
  void shouldMakeCommittedBytesTheSumOfItsParts() throws IOException {
    JsonObject memory = parse(Snapshots.of()).getAsJsonObject("memory");
    assertThat(memory.keySet())
        .containsExactly(
            "reservedBytes",
            "committedBytes",
            "liveBlockBytes",
            "freeBlockBytes",
            "uncutBytes",
            "emptySegmentBytes",
            "largeBytes",
            "cachedLargeBytes",
            "metadataBytes");
    long sum = 0;
    for (String part :
        List.of(
            "liveBlockBytes",
            "freeBlockBytes",
            "uncutBytes",
            "emptySegmentBytes",
            "largeBytes",
            "cachedLargeBytes")) {
      sum += memory.get(part).getAsLong();
    }
    assertThat(memory.get("committedBytes").getAsLong()).isEqualTo(sum).isPositive();
  }

  @Test
  void shouldWriteSizeClassesAndCoverage() throws IOException {
    List<AgentRun.Missed> missed = List.of(new AgentRun.Missed("a.B", "app", "too \"large\""));
    JsonObject json = parse(Snapshots.of(AgentMode.OBSERVE, Memory.NONE, List.of(), missed));
    assertThat(json.get("sizeClasses"))
        .hasToString(
            "[{\"blockBytes\":8,\"liveBlocks\":0,\"allocations\":0},"
                + "{\"blockBytes\":16,\"liveBlocks\":3,\"allocations\":1000000000000}]");
    assertThat(json.get("coverage"))
        .isEqualTo(
            Json.element(
                """
                {"rewrittenClasses": 3, "rewrittenSites": 7, "otherCallers": 2,
                 "missed": [{"class": "a.B", "loader": "app", "reason": "too \\"large\\""}]}\
                """));
  }

  @Test
  void shouldKeepHostileNamesAndLargeNumbersExactly() throws IOException {
    Random random = new Random(5);
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= 200; id++) {
      sites.add(Snapshots.random(random, id));
    }
    Snapshot snapshot = Snapshots.of(AgentMode.REDIRECT, Memory.NONE, sites);
    JsonArray written = parse(snapshot).getAsJsonArray("sites");
    assertThat(written).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertSame(written.get(i).getAsJsonObject(), snapshot.sites().get(i));
    }
  }

  @Test
  void shouldWriteNumbersAsIntegers() throws IOException {
    long most = Long.MAX_VALUE;
    String text = write(Snapshots.of(counted(site(1, "a.B", "run", 1), most, most, 0, 0)));
    assertThat(text).contains("\"allocatedBytes\": 9223372036854775807,");
  }

  @Test
  void shouldMakeTotalsTheSumOfTheSites() throws IOException {
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= 100; id++) {
      sites.add(counted(site(id, "a.B", "run", id), 3L * id, 1_000L * id, id, 300L * id));
    }
    JsonObject json = parse(Snapshots.of(AgentMode.REDIRECT, Memory.NONE, sites));
    JsonObject totals = json.getAsJsonObject("totals");
    assertThat(totals.keySet())
        .containsExactly(
            "allocations",
            "allocatedBytes",
            "frees",
            "freedBytes",
            "liveAllocations",
            "liveBytes",
            "peakLiveBytes");
    assertTotalsAreTheSums(json);
  }

  private static void assertTotalsAreTheSums(JsonObject json) {
    JsonObject totals = json.getAsJsonObject("totals");
    for (String key : totals.keySet()) {
      long sum = 0;
      for (JsonElement site : json.getAsJsonArray("sites")) {
        sum += site.getAsJsonObject().get(key).getAsLong();
      }
      assertThat(totals.get(key).getAsLong()).as(key).isEqualTo(sum).isPositive();
    }
  }

  @Test
  void shouldGiveEverySiteALineOfItsOwn() throws IOException {
    String text =
        write(
            Snapshots.of(counted(site(1, "a.B", "run", 1), 1, 2, 0, 0), site(2, "a.B", "run", 2)));
    assertThat(text.lines().filter(line -> line.startsWith("    {\"id\":"))).hasSize(2);
    assertThat(text).endsWith("}\n");
  }

  @Test
  void shouldWriteTenThousandSitesInLessThanASecond() throws IOException {
    Random random = new Random(6);
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= 10_000; id++) {
      sites.add(
          counted(site(id, "com.example.C" + id, "run", id), id, random.nextInt(1 << 20), 0, 0));
    }
    long best = Long.MAX_VALUE;
    // Three times, for a busy machine.
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      Snapshot snapshot = Snapshots.of(AgentMode.REDIRECT, Memory.NONE, sites);
      TextReport.render(snapshot);
      write(snapshot);
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(best / 1_000_000).isLessThan(1_000);
  }

  @Test
  void shouldNameTenThousandBusySitesAndLeaveOutSizesOfThoseThatMatterLeast() throws IOException {
    JsonObject json = parse(Snapshots.of(AgentMode.REDIRECT, Memory.NONE, busySites(10_000)));
    assertThat(json.toString().getBytes(UTF_8)).hasSizeBetween(4_000_000, 5_000_000);
    JsonArray written = json.getAsJsonArray("sites");
    assertThat(written).hasSize(10_000);
    int without = 0;
    for (JsonElement site : written) {
      boolean isWithout = site.getAsJsonObject().getAsJsonArray("sizes").isEmpty();
      assertThat(isWithout || without == 0).as("%s", site).isTrue();
      without += isWithout ? 1 : 0;
    }
    assertThat(json.getAsJsonObject("leftOut")).hasToString("{\"sizes\":" + without + "}");
    assertTotalsAreTheSums(json);
  }

  private List<SiteCounts> busySites(int count) {
    List<SiteCounts> sites = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      SiteCounts place = Snapshots.busy(site(id, "com.example.shop.Service" + id, "handle", id));
      sites.add(counted(place, 100_000L + id, 50_000_000L + id, 99_000, 49_000_000));
    }
    return sites;
  }

  @Test
  void shouldSumUpTheSitesForWhichThereIsNoRoom() throws IOException {
    int count = 20_000;
    JsonObject json = parse(Snapshots.of(AgentMode.REDIRECT, Memory.NONE, busySites(count)));
    JsonArray written = json.getAsJsonArray("sites");
    int listed = written.size() - 1;
    assertThat(listed).isBetween(9_000, 12_000);
    assertThat(json.getAsJsonObject("leftOut").get("sites").getAsInt()).isEqualTo(count - listed);
    assertThat(written.get(listed - 1).getAsJsonObject().get("id").getAsInt())
        .as("in the order of live bytes")
        .isEqualTo(count + 1 - listed);
    JsonObject others = written.get(listed).getAsJsonObject();
    assertThat(others.keySet()).isEqualTo(written.get(0).getAsJsonObject().keySet());
    assertThat(others.get("class").getAsString()).isEqualTo("(others)");
    assertThat(others.getAsJsonArray("sizes").get(3))
        .isEqualTo(
            Json.element(
                "{\"upToBytes\": 16384, \"allocations\": " + 50_000L * (count - listed) + "}"));
    assertTotalsAreTheSums(json);
  }

  @Test
  void shouldLeaveOutWhatComesLastOfEachListThatIsTooLong() throws IOException {
    List<AgentRun.Missed> missed = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      missed.add(new AgentRun.Missed("a.Maker" + i, "app", "\u20AC".repeat(50)));
    }
    JsonObject json = parse(Snapshots.of(AgentMode.OBSERVE, Memory.NONE, List.of(), missed));
    int listed = json.getAsJsonObject("coverage").getAsJsonArray("missed").size();
    assertThat(json.getAsJsonObject("leftOut").get("missed").getAsInt()).isEqualTo(40_000 - listed);
    assertThat(json.toString().getBytes(UTF_8)).hasSizeBetween(4_500_000, 5_000_000);
  }

  private static void assertSame(JsonObject json, SiteCounts site) {
    assertThat(json.get("id").getAsInt()).isEqualTo(site.id());
    assertThat(json.get("class").getAsString()).isEqualTo(site.className());
    assertThat(json.get("method").getAsString()).isEqualTo(site.method());
    JsonElement file = json.get("file");
    assertThat(file.isJsonNull() ? null : file.getAsString()).isEqualTo(site.file());
    assertThat(json.get("line").getAsInt()).isEqualTo(site.line());
    assertThat(json.get("loader").getAsString()).isEqualTo(site.loader());
    assertThat(json.get("allocations").getAsLong()).isEqualTo(site.allocations());
    assertThat(json.get("liveBytes").getAsLong()).isEqualTo(site.liveBytes());
    assertThat(json.get("peakLiveBytes").getAsLong()).isEqualTo(site.peakLiveBytes());
  }

  private static JsonObject parse(Snapshot snapshot) throws IOException {
    return Json.object(write(snapshot));
  }

  private static String write(Snapshot snapshot) throws IOException {
    return Snapshots.json(snapshot);
  }

  @Test
  void shouldWriteARowForEachLineThatOpensArenas() throws IOException {
    JsonObject arena =
        parse(Snapshots.of(Snapshots.opening(3, 100, 90, 10)))
            .getAsJsonArray("arenas")
            .get(0)
            .getAsJsonObject();
    assertThat(arena.get("kind").getAsString()).isEqualTo("confined");
    assertThat(arena.get("line").getAsInt()).isEqualTo(42);
    assertThat(arena.get("opened").getAsLong()).isEqualTo(100);
    assertThat(arena.get("closed").getAsLong()).isEqualTo(90);
    assertThat(arena.get("neverClosed").getAsLong()).isEqualTo(10);
    assertThat(arena.getAsJsonObject("openNanos").get("p50").getAsLong()).isEqualTo(12_345);
  }
}
