package dev.tinyalloc.it;

import static dev.tinyalloc.it.programs.SampledSegments.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.SampleCounts;
import dev.tinyalloc.it.programs.SampledSegments;
import dev.tinyalloc.it.programs.SampledVirtualThreads;
import java.time.Duration;
import java.util.List;

/** With a mean of one byte every segment is sampled: begun once, and ended once, with its arena. */
class SampledSegmentsTest {

  private static final int MILLION = 1_000_000;

  @OnEveryJdkWithArenas
  void shouldEndSamplesWithTheirArenaWhenRedirecting(Jdk jdk) throws Exception {
    assertEverySampleEnds(jdk, "stacks=1");
  }

  @OnEveryJdkWithArenas
  void shouldEndSamplesWithTheirArenaWhenObserving(Jdk jdk) throws Exception {
    assertEverySampleEnds(jdk, "stacks=1,mode=observe");
  }

  @OnEveryJdkWithArenas
  void shouldEndSamplesWithTheirArenaWhenMemoryIsDebugged(Jdk jdk) throws Exception {
    assertEverySampleEnds(jdk, "stacks=1,debug=check+guard");
  }

  @OnEveryJdkWithArenas
  void shouldStaySmallWhileAMillionVirtualThreadsAreSampled(Jdk jdk) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=none,stacks=2k")
            .jvm("-Xmx128m")
            .quietUnsafe()
            .timeout(Duration.ofMinutes(2))
            .run(SampledVirtualThreads.class, Integer.toString(MILLION));
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    List<String> samples = samples(result);
    assertThat(samples).hasSize(1);
    String[] parts = samples.get(0).split(" ");
    double expected = MILLION * (1 - Math.exp(-100 / 2048.0));
    assertThat(Double.parseDouble(parts[parts.length - 2]) / expected).isBetween(0.95, 1.05);
    assertThat(parts[parts.length - 1]).isEqualTo("0");
    assertThat(result.stdoutLines()).contains("live 0");
    assertThat(result.stdoutLines()).anyMatch(line -> line.matches("stacks [1-9][0-9]?"));
  }

  private static void assertEverySampleEnds(Jdk jdk, String options) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=none," + options)
            .jvm("-Xmx128m")
            .run(SampledSegments.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    String ended = " called by main " + COUNT + " 0";
    assertThat(samples(result))
        .contains(
            "automatic" + ended,
            "automaticWithAction" + ended,
            "automaticWithOne" + ended,
            "confined" + ended,
            "confinedOfManySizes" + ended,
            "left called by main " + COUNT + " " + COUNT,
            "shared" + ended,
            "ofVirtualThread called by run " + COUNT + " 0")
        .anyMatch(line -> line.matches("lambda.sharedByThreads.* " + COUNT + " 0"))
        .hasSize(9);
  }

  private static List<String> samples(ChildJvm.Result result) {
    return result
        .stdoutLines()
        .stream()
        .filter(line -> line.startsWith(SampleCounts.MARK))
        .map(line -> line.substring(SampleCounts.MARK.length()))
        .toList();
  }
}
