package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.CrowdedCleaners;
import java.util.List;

/** Virtual threads never wait for each other behind a lock of ours. */
class CrowdedCleanersTest {

  /** Buffers by the JDK's own cleaners, as where its classes are not as we know them. */
  private static final String PLAIN = "-Ddev.tinyalloc.plainBuffers=1";

  @OnEveryJdkWithArenas
  void shouldComeToAnEndWhateverServesTheBuffers(Jdk jdk) throws Exception {
    for (String options : List.of("mode=redirect", "mode=observe", "debug=check")) {
      assertEnds(child(jdk, options));
    }
    assertEnds(child(jdk, "mode=redirect").jvm(PLAIN));
  }

  private static ChildJvm child(Jdk jdk, String options) {
    return ChildJvm.on(jdk)
        .agent("report=none," + options)
        .jvm("-Xmx256m", "-Djdk.virtualThreadScheduler.parallelism=2")
        .quietUnsafe();
  }

  private static void assertEnds(ChildJvm child) throws Exception {
    ChildJvm.Result result = child.run(CrowdedCleaners.class);
    assertThat(result.stdout()).as("%s", result).isEqualTo("done\n");
    assertThat(result.stderr()).isEmpty();
  }
}
