package dev.tinyalloc.it;

import static dev.tinyalloc.it.programs.SampledBuffers.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.SampleCounts;
import dev.tinyalloc.it.programs.SampledBuffers;
import java.util.List;

/** With a mean of one byte every buffer is sampled: begun once, and ended once, however it ends. */
class SampledBuffersTest {

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
    return result
        .stdoutLines()
        .stream()
        .filter(line -> line.startsWith(SampleCounts.MARK))
        .map(line -> line.substring(SampleCounts.MARK.length()))
        .toList();
  }
}
