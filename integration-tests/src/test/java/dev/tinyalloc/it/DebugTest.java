package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.DamagedBuffers;
import java.util.List;

/** What {@code debug=} finds in programs that nobody changed. */
class DebugTest {

  @OnEveryJdk
  void shouldNameBothSitesOfABufferThatWasWrittenBehindItsEndOrAfterItsFree(Jdk jdk)
      throws Exception {
    ChildJvm.Result run =
        ChildJvm.on(jdk)
            .quietUnsafe()
            .jvm(
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
            .agent("debug=check,report=none")
            .run(DamagedBuffers.class);
    assertThat(run.exitStatus()).as("%s", run).isZero();
    assertThat(run.stdout()).isEqualTo("went on\n");
    List<String> lines = run.stderr().lines().toList();
    assertThat(lines).hasSize(6).allMatch(line -> line.startsWith("tinyalloc: "));
    assertThat(lines.get(0))
        .matches(
            ".* the block of 41 bytes at 0x[0-9a-f]+ was written to behind its end, at byte 41");
    assertThat(lines.get(1)).contains("allocated at ", ".DamagedBuffers.main(DamagedBuffers.java:");
    assertThat(lines.get(2)).contains("freed at ", ".Direct.free(Direct.java:");
    assertThat(lines.get(3))
        .matches(
            ".* the block of 100 bytes at 0x[0-9a-f]+ was written to after it was freed, .* 7");
    assertThat(lines.get(4)).contains("allocated at ", ".DamagedBuffers.main(DamagedBuffers.java:");
    assertThat(lines.get(5)).contains("freed at ", ".Direct.free(Direct.java:");
  }
}
