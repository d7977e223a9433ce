package dev.tinyalloc.it;

import static dev.tinyalloc.it.programs.SampledBuffers.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.SampleCounts;
import dev.tinyalloc.it.programs.SampledBuffers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** With a mean of one byte every buffer is sampled: begun once, and ended once, however it ends. */
class SampledBuffersTest {

  @TempDir Path folder;

  @OnEveryJdk
  void shouldEndASampleWithItsBufferWhenRedirecting(Jdk jdk) throws Exception {
    assertEverySampleEnds(ChildJvm.on(jdk).agent("report=none,stacks=1"));
  }

  @OnEveryJdk
  void shouldEndASampleWithItsBufferWhenObserving(Jdk jdk) throws Exception {
    assertEverySampleEnds(ChildJvm.on(jdk).agent("report=none,stacks=1,mode=observe"));
  }

  @OnEveryJdk
  void shouldEndASampleWithItsBufferWhenMemoryIsDebugged(Jdk jdk) throws Exception {
    assertEverySampleEnds(ChildJvm.on(jdk).agent("report=none,stacks=1,debug=check+guard"));
  }

  @OnEveryJdk
  void shouldEndASampleWithItsBufferWhereTheCleanersAreTheJdks(Jdk jdk) throws Exception {
    ChildJvm child = ChildJvm.on(jdk).agent("report=none,stacks=1");
    assertEverySampleEnds(child.jvm("-Ddev.tinyalloc.plainBuffers=true"));
  }

  @OnEveryJdk
  void shouldSampleNothingIfToldSo(Jdk jdk) throws Exception {
    assertThat(samples(ChildJvm.on(jdk).agent("report=none,stacks=0"))).isEmpty();
  }

  @OnEveryJdk
  void shouldReportWhoCalledTheLinesWhoseBuffersLive(Jdk jdk) throws Exception {
    Path file = folder.resolve("report.json");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("stacks=1,report=json,report.file=" + file)
            .quietUnsafe()
            .run(SampledBuffers.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    Report report = Report.read(file);
    JsonObject kept = report.stacks().get(0);
    JsonObject site = report.sitesIn(SampledBuffers.class).get(0);
    assertThat(site.get("method").getAsString()).isEqualTo("kept");
    assertThat(kept.get("id")).isEqualTo(site.get("id"));
    assertThat(kept.get("liveSamples").getAsInt()).isEqualTo(COUNT);
    assertThat(kept.get("liveBytes").getAsLong()).isEqualTo(site.get("liveBytes").getAsLong());
    JsonArray frames = kept.getAsJsonArray("frames");
    for (String field : List.of("class", "method", "file", "line")) {
      assertThat(frames.get(0).getAsJsonObject().get(field)).isEqualTo(site.get(field));
    }
    assertThat(frames.get(1).getAsJsonObject().get("method").getAsString()).isEqualTo("main");
    assertThat(report.oldest())
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.get("stack").getAsInt()).isZero());
  }

  private static void assertEverySampleEnds(ChildJvm child) throws Exception {
    String freed = " " + COUNT + " 0";
    assertThat(samples(child))
        .containsExactly(
            "dropped called by main" + freed,
            "freedAtOnce called by main" + freed,
            "freedByAnother called by main" + freed,
            "freedTwice called by main" + freed,
            "kept called by main " + COUNT + " " + COUNT);
  }

  private static List<String> samples(ChildJvm child) throws Exception {
    ChildJvm.Result result = child.jvm("-Xmx128m").quietUnsafe().run(SampledBuffers.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    assertThat(result.stdoutLines()).contains("kept " + COUNT);
    return result.stdoutLines().stream()
        .filter(line -> line.startsWith(SampleCounts.MARK))
        .map(line -> line.substring(SampleCounts.MARK.length()))
        .toList();
  }
}
