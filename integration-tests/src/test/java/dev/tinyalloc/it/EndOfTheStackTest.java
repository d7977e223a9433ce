package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.EndOfTheStack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A program may run out of stack in the middle of anything that we do for it, and go on. */
class EndOfTheStackTest {

  /** In each of so many rounds the stack may end between a buffer and its count, or its end's. */
  private static final long ROUNDS = 60;

  /** The VM's own, with any agent, when a class is loaded where a transformer has no room. */
  private static final String VM_LINE = "*** java.lang.instrument ASSERTION FAILED ***";

  @TempDir Path folder;

  @OnEveryJdk
  void shouldServeBuffersAfterTheStackHasEndedAnywhere(Jdk jdk) throws Exception {
    for (String options :
        List.of("mode=redirect", "mode=observe", "mode=ab,latency=1", "debug=check")) {
      Path file = folder.resolve("report.json");
      ChildJvm.Result result =
          ChildJvm.on(jdk)
              .agent("report=json,report.file=" + file + "," + options)
              .jvm("-Xmx256m")
              .quietUnsafe()
              .run(EndOfTheStack.class);
      assertThat(result.exitStatus()).as("%s", result).isZero();
      assertThat(result.stdout()).isEqualTo(ROUNDS + " ends, 0 wrong\n");
      assertThat(result.stderrLines()).allMatch(line -> line.startsWith(VM_LINE));
      assertThat(Report.read(file).total("liveAllocations")).isBetween(-ROUNDS, ROUNDS);
    }
  }
}
