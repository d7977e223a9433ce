package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.ThreeSites;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** What was estimated from {@code observe} is what {@code redirect} does. */
class WhatIfTest {

  @TempDir Path folder;

  @OnEveryJdk
  void shouldEstimateWhatRedirectionWouldSpend(Jdk jdk) throws Exception {
    Map<String, JsonObject> observed = run(jdk, "observe", ThreeSites.class);
    Map<String, JsonObject> redirected = run(jdk, "redirect", ThreeSites.class);
    assertSpent(observed, redirected);
    observed.forEach((place, site) -> assertReused(place, site, redirected.get(place)));
  }

  /** What lives at once depends on the collector there. */
  @OnEveryJdkWithArenas
  void shouldEstimateWhatArenasWouldSpend(Jdk jdk) throws Exception {
    Class<?> program = Class.forName("dev.tinyalloc.it.programs.ArenaSizes");
    assertSpent(run(jdk, "observe", program), run(jdk, "redirect", program));
  }

  private static void assertSpent(
      Map<String, JsonObject> observed, Map<String, JsonObject> redirected) {
    assertThat(observed.keySet()).isEqualTo(redirected.keySet());
    observed.forEach((place, site) -> assertSpent(place, site, redirected.get(place)));
  }

  private static void assertSpent(String place, JsonObject observed, JsonObject redirected) {
    long blockBytes = redirected.get("blockBytes").getAsLong();
    assertThat(redirected.has("ifRedirected")).isFalse();
    // A large block may be one that was used before, and larger than need be.
    long spare = redirected.get("largeAllocations").getAsLong() == 0 ? 0 : blockBytes / 20;
    assertThat(observed.getAsJsonObject("ifRedirected").get("blockBytes").getAsLong())
        .as(place)
        .isBetween(blockBytes - spare, blockBytes);
  }

  private static void assertReused(String place, JsonObject observed, JsonObject redirected) {
    long peak = redirected.get("peakLiveBytes").getAsLong();
    long allocated = redirected.get("allocatedBytes").getAsLong();
    if (allocated > 0) {
      double reused = observed.getAsJsonObject("ifRedirected").get("reused").getAsDouble();
      double fresh = (double) peak / allocated;
      assertThat(1 - reused).as(place).isCloseTo(fresh, within(0.05));
    }
  }

  private Map<String, JsonObject> run(Jdk jdk, String mode, Class<?> program) throws Exception {
    Path file = folder.resolve(mode + ".json");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("mode=" + mode + ",report=json,report.file=" + file)
            .jvm("-Xmx256m", "-XX:MaxDirectMemorySize=1g")
            .quietUnsafe()
            .run(program);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    Report report = Report.read(file);
    report.assertSeriesEndsInTotals();
    Map<String, JsonObject> sites = new TreeMap<>();
    for (JsonObject site : report.sitesIn(program)) {
      sites.put(site.get("method") + ":" + site.get("line"), site);
    }
    assertThat(sites).isNotEmpty();
    return sites;
  }
}
