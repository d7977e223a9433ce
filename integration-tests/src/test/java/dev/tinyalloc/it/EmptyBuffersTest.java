package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.EmptyBuffers;
import dev.tinyalloc.it.programs.NegativeBuffers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Programs overwrite the address of a buffer of no bytes; it must not be one of ours. */
class EmptyBuffersTest {

  @TempDir Path folder;

  @OnEveryJdk
  void shouldLeaveBuffersOfNoBytesToTheJdk(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(EmptyBuffers.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    for (String mode : List.of("redirect", "observe")) {
      Path file = folder.resolve("report.json");
      String options = "mode=" + mode + ",report=json,report.file=" + file;
      ChildJvm.Result result = ChildJvm.on(jdk).agent(options).run(EmptyBuffers.class);
      assertThat(result.stdout()).isEqualTo(plain.stdout());
      assertThat(result.stderr()).isEqualTo(plain.stderr());
      assertThat(result.exitStatus()).isZero();
      Report report = Report.read(file);
      assertThat(report.total("frees")).isEqualTo(10);
      assertThat(report.sites("blockBytes")).isZero();
    }
  }

  /**
   * Also where a line makes so many buffers of one size that the next is expected to be like it.
   */
  @OnEveryJdk
  void shouldLeaveNegativeCapacitiesToTheJdk(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(NegativeBuffers.class);
    assertThat(plain.stdout()).contains("capacity < 0: (-1 < 0)");
    for (String mode : List.of("redirect", "observe")) {
      ChildJvm.Result result =
          ChildJvm.on(jdk).agent("report=none,mode=" + mode).run(NegativeBuffers.class);
      assertThat(result.stdout()).isEqualTo(plain.stdout());
      assertThat(result.exitStatus()).isZero();
    }
  }
}
