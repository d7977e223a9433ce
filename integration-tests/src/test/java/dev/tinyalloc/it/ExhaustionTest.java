package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.FullHeap;
import dev.tinyalloc.it.programs.HeapRunsOut;
import dev.tinyalloc.it.programs.TwoHolders;
import java.util.List;

/** Who holds direct memory is said when it has run out. */
class ExhaustionTest {

  @OnEveryJdk
  void shouldNameTheTenLargestHoldersOnceBeforeTheErrorArrives(Jdk jdk) throws Exception {
    for (String mode : List.of("redirect", "observe")) {
      ChildJvm.Result result = child(jdk).agent("report=none,mode=" + mode).run(TwoHolders.class);
      assertThat(result.stdoutLines()).hasSize(2).allMatch(line -> line.startsWith("Cannot"));
      List<String> lines = result.stderrLines();
      assertThat(lines).hasSize(13).allMatch(line -> line.startsWith("tinyalloc: "));
      assertThat(lines.get(0)).endsWith("has run out: " + result.stdoutLines().get(0));
      assertThat(lines.get(3)).contains("TwoHolders.most");
      assertThat(lines.get(4)).contains("TwoHolders.small");
    }
  }

  @OnEveryJdk
  void shouldSayNothingWhereTheJavaHeapRanOut(Jdk jdk) throws Exception {
    ChildJvm.Result result = child(jdk).agent("report=none").run(HeapRunsOut.class);
    assertThat(result.stdout()).isEqualTo("caught\n");
    assertThat(result.stderr()).isEmpty();
  }

  @OnEveryJdk
  void shouldSaySoWhereAFullHeapHasNoRoomForTheReport(Jdk jdk) throws Exception {
    for (String format : List.of("html", "json")) {
      ChildJvm.Result result =
          child(jdk)
              .jvm("-Xmx24m", "-XX:+UseSerialGC")
              .agent("report=" + format)
              .run(FullHeap.class);
      assertThat(result.exitStatus()).isZero();
      assertThat(result.stdout()).isEqualTo("begin\nfull\n");
      assertThat(result.stderrLines())
          .hasSize(1)
          .allMatch(line -> line.startsWith("tinyalloc: the report could not be written: "));
    }
  }

  private static ChildJvm child(Jdk jdk) {
    return ChildJvm.on(jdk).jvm("-XX:MaxDirectMemorySize=4m", "-Xmx256m");
  }
}
