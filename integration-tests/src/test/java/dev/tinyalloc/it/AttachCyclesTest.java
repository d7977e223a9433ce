package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Cycles;
import dev.tinyalloc.it.programs.LoadedServer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** A thousand times attached and detached, under load: nothing grows, and no buffer suffers. */
class AttachCyclesTest {

  private static final int FIRST = 200;
  private static final int MORE = 800;

  private static final long CLASSES = 50;
  private static final long HEAP_KIB = 1 << 10;

  /** The JVM keeps some 4 KiB for each time that an agent was loaded. */
  private static final long RESIDENT_KIB = 16 << 10;

  private static final long DESCRIPTORS = 2;

  /** Some that end are still there for a moment. */
  private static final long THREADS = 4;

  private static final long[] GROWTH = {CLASSES, HEAP_KIB, RESIDENT_KIB, DESCRIPTORS, THREADS};

  @Tag("slow")
  @OnEveryJdk
  void shouldNotGrowOverAThousandAttaches(Jdk jdk) throws Exception {
    try (RunningJvm server =
        RunningJvm.start(jdk, LoadedServer.class, "-Xmx256m", "-XX:MaxDirectMemorySize=64m")) {
      cycle(jdk, server, FIRST);
      long[] before = gauges(server);
      cycle(jdk, server, MORE);
      long[] after = gauges(server);
      System.out.println(
          jdk + ": " + Arrays.toString(before) + " and then " + Arrays.toString(after));
      for (int i = 0; i < GROWTH.length; i++) {
        assertThat(after[i] - before[i]).as("gauge " + i).isLessThanOrEqualTo(GROWTH[i]);
      }
      String[] figures = server.ask("figures").split(" ");
      assertThat(Long.parseLong(figures[0])).isPositive();
      assertThat(figures[1]).as("failures").isEqualTo("0");
      assertThat(server.complaints()).isEmpty();
    }
  }

  private static void cycle(Jdk jdk, RunningJvm server, int times) throws Exception {
    String jar = Products.agentJar().toString();
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .classPath(Products.agentJar())
            .timeout(Duration.ofMinutes(10))
            .run(Cycles.class, jar, server.pid(), String.valueOf(times));
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitStatus()).isZero();
  }

  private static long[] gauges(RunningJvm server) throws Exception {
    return Arrays.stream(server.ask("gauges").split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
