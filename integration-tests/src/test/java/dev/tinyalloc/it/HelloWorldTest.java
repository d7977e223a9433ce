package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HelloBuffers;
import dev.tinyalloc.it.programs.HelloWorld;
import java.util.List;

/** A program under the agent says what it says without, and the JVM does too. */
class HelloWorldTest {

  private static final String TITLE = "tinyalloc \\S+ %s, pid \\d+, up .+";

  @OnEveryJdk
  void shouldSayNothingOfItsOwnWithoutAReport(Jdk jdk) throws Exception {
    for (Class<?> program : List.of(HelloWorld.class, HelloBuffers.class)) {
      ChildJvm.Result plain = ChildJvm.on(jdk).run(program);
      assertThat(plain.stdout()).startsWith("Hello, ");
      assertSame(ChildJvm.on(jdk).agent("report=none").run(program), plain);
      assertSame(ChildJvm.on(jdk).agent("report=none,mode=observe").run(program), plain);
      assertThat(plain.stderr()).isEmpty();
    }
  }

  @OnEveryJdk
  void shouldKeepTheExitStatusOfSystemExit(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(HelloBuffers.class, "3");
    assertThat(plain.exitStatus()).isEqualTo(3);
    assertSame(ChildJvm.on(jdk).agent("report=none").run(HelloBuffers.class, "3"), plain);
    assertThat(ChildJvm.on(jdk).agent().run(HelloBuffers.class, "3").exitStatus()).isEqualTo(3);
  }

  @OnEveryJdk
  void shouldKeepTheExitStatusAndTheTraceOfAnUncaughtException(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(HelloBuffers.class, "throw");
    assertThat(plain.exitStatus()).isEqualTo(1);
    assertThat(plain.stderr()).contains("IllegalStateException: on purpose");
    assertSame(ChildJvm.on(jdk).agent("report=none").run(HelloBuffers.class, "throw"), plain);
    ChildJvm.Result reported = ChildJvm.on(jdk).agent().run(HelloBuffers.class, "throw");
    assertThat(reported.exitStatus()).isEqualTo(1);
    assertThat(reported.stderr()).startsWith(plain.stderr());
  }

  @OnEveryJdk
  void shouldWriteNothingButTheTableToStderr(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(HelloBuffers.class);
    ChildJvm.Result result = ChildJvm.on(jdk).agent().run(HelloBuffers.class);
    assertThat(result.exitStatus()).isZero();
    assertThat(result.stdout()).isEqualTo(plain.stdout());
    List<String> lines = result.stderrLines();
    assertThat(lines.get(0)).matches(TITLE.formatted("redirect"));
    assertThat(lines.get(1)).startsWith("live ");
    assertThat(lines.get(2)).startsWith("allocated ").contains(" in 11 allocations");
    assertThat(lines.get(3)).startsWith("committed ");
    assertThat(lines.get(4)).isEmpty();
    assertThat(lines.get(6)).contains("HelloBuffers.main");
    assertThat(lines).hasSize(7).allMatch(line -> line.length() <= 100);
  }

  @OnEveryJdk
  void shouldSayInTheReportThatNothingWasFoundToAllocate(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(HelloWorld.class);
    ChildJvm.Result result = ChildJvm.on(jdk).agent().run(HelloWorld.class);
    assertThat(result.exitStatus()).isZero();
    assertThat(result.stdout()).isEqualTo(plain.stdout());
    assertThat(result.stderrLines()).hasSize(2);
    assertThat(result.stderrLines().get(0)).matches(TITLE.formatted("redirect"));
    assertThat(result.stderrLines().get(1)).startsWith("No call of ByteBuffer.allocateDirect");
  }

  @OnEveryJdk
  void shouldKeepTheJvmAsQuietAsItIsWithoutWhenWarningsGoToStdout(Jdk jdk) throws Exception {
    String[] warnings = {"-Xlog:all=warning:stdout", "-Xshare:auto"};
    ChildJvm.Result plain = ChildJvm.on(jdk).jvm(warnings).run(HelloBuffers.class);
    ChildJvm.Result result =
        ChildJvm.on(jdk).agent("report=none").jvm(warnings).run(HelloBuffers.class);
    assertThat(withoutTimes(result)).isEqualTo(withoutTimes(plain));
    assertThat(result.stderr()).isEqualTo(plain.stderr());
  }

  /** Reflection would make some to call the agent, which takes as long as all of its own start. */
  @OnEveryJdk
  void shouldStartWithoutMethodHandlesThatTheVmHasNotMadeAlready(Jdk jdk) throws Exception {
    String log = "-Xlog:class+load:stdout";
    ChildJvm.Result result = ChildJvm.on(jdk).agent("report=none").jvm(log).run(HelloWorld.class);
    assertThat(result.stdout()).contains("dev.tinyalloc.agent.install.Installation");
    assertThat(linesAfterTheAgent(result)).isNotEmpty().noneMatch(HelloWorldTest::isMade);
  }

  private static List<String> linesAfterTheAgent(ChildJvm.Result result) {
    return result
        .stdout()
        .lines()
        .dropWhile(line -> !line.contains("dev.tinyalloc.agent.TinyAllocAgent"))
        .toList();
  }

  private static boolean isMade(String line) {
    return line.contains("java.lang.invoke.LambdaForm$") && line.contains("/0x");
  }

  /** Lines of the VM begin with {@code [0.123s]}. */
  private static List<String> withoutTimes(ChildJvm.Result result) {
    return result.stdout().lines().map(line -> line.replaceAll("^\\[[0-9.,]+s\\]", "")).toList();
  }

  private static void assertSame(ChildJvm.Result result, ChildJvm.Result plain) {
    assertThat(result.stderr()).isEqualTo(plain.stderr());
    assertThat(result.stdout()).isEqualTo(plain.stdout());
    assertThat(result.exitStatus()).isEqualTo(plain.exitStatus());
  }
}
