package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.DropsLarge;
import dev.tinyalloc.it.programs.HalfTheLimit;
import java.util.stream.Stream;

/** Dropped buffers come back before the limit forces it, and only they cost a collection. */
class ReclaimTest {

  @OnEveryJdk
  void shouldReclaimDroppedBuffersWithoutAnyFurtherCall(Jdk jdk) throws Exception {
    ChildJvm.Result result = child(jdk, "report=none").run(HalfTheLimit.class, "drop", "wait");
    // Those that were made after the collection may stay; they are below three eighths of 64 MiB.
    assertThat(result.stdout()).matches("(1?[0-9]|2[0-4]) MiB, [1-9] collections\n");
    assertThat(result.stderr()).isEmpty();
  }

  @OnEveryJdk
  void shouldAskOnceWhereBuffersLiveLong(Jdk jdk) throws Exception {
    ChildJvm.Result result = child(jdk, "report=none").run(HalfTheLimit.class, "keep");
    assertThat(result.stdout()).isEqualTo("48 MiB, 1 collections\n");
  }

  @OnEveryJdk
  void shouldNeverAskWhenTurnedOff(Jdk jdk) throws Exception {
    for (String options : new String[] {"report=none,reclaim=0", "report=none,mode=observe"}) {
      ChildJvm.Result result = child(jdk, options).run(HalfTheLimit.class, "drop");
      assertThat(result.stdout()).isEqualTo("48 MiB, 0 collections\n");
    }
  }

  @OnEveryJdk
  void shouldCollectYoungObjectsAloneWhereThatIsEnough(Jdk jdk) throws Exception {
    long[] seen = dropLarge(jdk, 100, "-XX:+UseSerialGC", "-Xmn24m");
    assertThat(seen[0]).as("collections of young objects").isGreaterThan(20);
    assertThat(seen[1]).as("collections of all").isLessThan(seen[0] / 4);
  }

  @OnEveryJdk
  void shouldCollectAllWhereTheRoomOfYoungObjectsIsTooLarge(Jdk jdk) throws Exception {
    long[] seen = dropLarge(jdk, 100, "-XX:+UseSerialGC", "-Xmx512m", "-Xmn300m");
    assertThat(seen[0]).as("collections of young objects").isLessThan(5);
    assertThat(seen[1]).as("collections of all").isGreaterThan(20);
  }

  @OnEveryJdk
  void shouldNotFillAHeapThatNobodyCollects(Jdk jdk) throws Exception {
    // JDK 17 prints a warning of its own about this collector.
    String[] options = {
      "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx256m", "-Xlog:gc*=off"
    };
    long[] seen = dropLarge(jdk, 2, options);
    assertThat(seen[2]).as("MiB of heap in use").isLessThan(100);
  }

  private static long[] dropLarge(Jdk jdk, int percent, String... options) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=none")
            .jvm("-Xmx256m", "-XX:MaxDirectMemorySize=256m")
            .jvm(options)
            .run(DropsLarge.class, Integer.toString(percent));
    assertThat(result.exitStatus()).as("%s", result).isZero();
    return Stream.of(result.stdout().trim().split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** The heap is so large that no collection has any other cause. */
  private static ChildJvm child(Jdk jdk, String options) {
    return ChildJvm.on(jdk)
        .agent(options)
        .jvm("-Xmx1g", "-Xms1g", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m");
  }
}
