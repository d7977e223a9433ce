package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HalfTheLimit;

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

  /** The heap is so large that no collection has any other cause. */
  private static ChildJvm child(Jdk jdk, String options) {
    return ChildJvm.on(jdk)
        .agent(options)
        .jvm("-Xmx1g", "-Xms1g", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=64m");
  }
}
