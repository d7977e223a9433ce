package dev.tinyalloc.it;

import static dev.tinyalloc.it.programs.CallStacks.CUT_WAYS;
import static dev.tinyalloc.it.programs.CallStacks.TIMES;
import static dev.tinyalloc.it.programs.CallStacks.WHOLE_WAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.CallStacks;
import dev.tinyalloc.it.programs.SampleCounts;
import java.util.List;

/**
 * Stacks that were met before are told by what the VM notes of them, without their names: what is
 * reported is the same where it notes nothing, or too little.
 */
class SampledStacksTest {

  private static final String KEYS = "keys true";

  @OnEveryJdk
  void shouldTellStacksApartByTheNotesOfTheVmAsByTheirNames(Jdk jdk) throws Exception {
    List<String> byNotes = run(jdk);
    List<String> byNames = run(jdk, "-XX:-StackTraceInThrowable");
    assertThat(byNotes).contains(KEYS);
    assertThat(byNames).doesNotContain(KEYS);
    assertThat(stacks(byNotes)).isNotEmpty().isEqualTo(stacks(byNames));
  }

  @OnEveryJdk
  void shouldNotMixUpStacksOfWhichTheVmNotesTooLittle(Jdk jdk) throws Exception {
    List<String> all = run(jdk);
    for (int depth : new int[] {1, 8, 20, 64}) {
      List<String> some = run(jdk, "-XX:MaxJavaStackTraceDepth=" + depth);
      assertThat(stacks(some)).as("of %d frames", depth).isEqualTo(stacks(all));
    }
  }

  @OnEveryJdk
  void shouldReportEachWayToALine(Jdk jdk) throws Exception {
    List<String> stacks = stacks(run(jdk));
    assertThat(stacks).hasSize(WHOLE_WAYS + 1);
    assertThat(stacks.subList(0, WHOLE_WAYS))
        .allSatisfy(stack -> assertThat(stack).contains("isCut=false", samples(TIMES)));
    assertThat(stacks.get(WHOLE_WAYS)).contains("isCut=true", samples(CUT_WAYS * TIMES));
  }

  private static String samples(int count) {
    return " samples=" + count + ",";
  }

  private static List<String> run(Jdk jdk, String... options) throws Exception {
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent("report=none,stacks=1")
            .jvm(options)
            .quietUnsafe()
            .run(CallStacks.class);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    return result.stdoutLines();
  }

  private static List<String> stacks(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(SampleCounts.MARK)).toList();
  }
}
