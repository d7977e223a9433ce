package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Cycles;
import dev.tinyalloc.it.programs.LoadedServer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/**
 * Attached and detached again and again, under load: nothing grows, and no buffer suffers. {@code
 * -Dtest.cycles=900} makes a thousand of it.
 */
class AttachCyclesTest {

  private static final int FIRST = 100;
  private static final int MORE = Integer.getInteger("test.cycles", 300);

  /** Some are made once only, when something has been called often enough. */
  private static final long CLASSES = 50;

  private static final long HEAP_KIB = 1 << 10;

  /**
   * Live buffers may take up to the limit of direct memory, which is why it is small: less than
   * that cannot be told from them.
   */
  private static final long RESIDENT_KIB = 64 << 10;

  /**
   * Before JDK 22 the VM itself leaks metaspace here, some 100 KiB a cycle, since the server's
   * class catches Throwable (JDK-8308762): then that is left out, of the resident memory as well.
   */
  private static final long METASPACE_KIB = 8 << 10;

  /** A second apart: the compiler works with up to 40 MiB at one moment, and nothing at another. */
  private static final int LOOKS = 8;

  private static final long DESCRIPTORS = 2;

  /** Some that end are still there for a moment. */
  private static final long THREADS = 4;

  private static final long[] GROWTH = {
    CLASSES, HEAP_KIB, RESIDENT_KIB, DESCRIPTORS, THREADS, METASPACE_KIB
  };

  private static final int RESIDENT = 2;
  private static final int METASPACE = 5;

  @Tag("slow")
  @OnEveryJdk
  void shouldNotGrowOverHundredsOfAttaches(Jdk jdk) throws Exception {
    try (RunningJvm server =
        RunningJvm.start(
            jdk,
            LoadedServer.class,
            "-Xms128m",
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:MaxDirectMemorySize=32m")) {
      cycle(jdk, server, FIRST);
      long[] before = gauges(jdk, server);
      cycle(jdk, server, MORE);
      long[] after = gauges(jdk, server);
      System.out.println(
          jdk + ": " + Arrays.toString(before) + " and then " + Arrays.toString(after));
      if (jdk.feature() < 22) {
        after[RESIDENT] -= after[METASPACE] - before[METASPACE];
        after[METASPACE] = before[METASPACE];
      }
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
            .timeout(Duration.ofMinutes(20))
            .run(Cycles.class, jar, server.pid(), String.valueOf(times));
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exitStatus()).isZero();
  }

  private static long[] gauges(Jdk jdk, RunningJvm server) throws Exception {
    long[] least = look(jdk, server);
    for (int i = 1; i < LOOKS; i++) {
      Thread.sleep(1_000);
      long[] gauges = look(jdk, server);
      Arrays.setAll(least, gauge -> Math.min(least[gauge], gauges[gauge]));
    }
    least[0] = classes(jdk, server);
    return least;
  }

  private static long[] look(Jdk jdk, RunningJvm server) throws Exception {
    jdk.jcmd(server.pid(), "System.trim_native_heap");
    return Arrays.stream(server.ask("gauges").split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /**
   * By name: a class whose bytecode has changed stands there once more for each older version that
   * the VM has not swept out yet, some hundred at one moment and none at the next.
   */
  private static long classes(Jdk jdk, RunningJvm server) throws Exception {
    String hierarchy = jdk.jcmd(server.pid(), "VM.class_hierarchy");
    assertThat(hierarchy).contains("java.lang.Object");
    return hierarchy.lines().map(line -> line.replaceFirst("^[| -]+", "")).distinct().count();
  }
}
