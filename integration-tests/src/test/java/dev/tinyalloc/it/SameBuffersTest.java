package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.BufferProperties;
import dev.tinyalloc.it.programs.EmptyBuffers;
import dev.tinyalloc.it.programs.LimitReached;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Under the agent, direct buffers are in every observable respect what they are without. */
class SameBuffersTest {

  private static final String[] ACCESS = {
    "--add-opens",
    "java.base/java.nio=ALL-UNNAMED",
    "--add-exports",
    "java.base/sun.nio.ch=ALL-UNNAMED"
  };

  @TempDir Path folder;

  @OnEveryJdk
  void shouldMakeBuffersThatCannotBeToldFromTheJdks(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).jvm(ACCESS).run(BufferProperties.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    assertThat(plain.stdout()).contains("class java.nio.DirectByteBuffer", "crc; ", "-1");
    assertSame(jdk, plain, BufferProperties.class, ACCESS);
  }

  @OnEveryJdk
  void shouldStartBuffersOnAPageWhereTheJvmIsToldSo(Jdk jdk) throws Exception {
    String[] arguments = {
      ACCESS[0], ACCESS[1], ACCESS[2], ACCESS[3], "-Dsun.nio.PageAlignDirectMemory=true"
    };
    ChildJvm.Result plain = ChildJvm.on(jdk).jvm(arguments).run(BufferProperties.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    assertSame(jdk, plain, BufferProperties.class, arguments);
  }

  @OnEveryJdk
  void shouldKeepTheLimitOfDirectMemoryAndItsError(Jdk jdk) throws Exception {
    String[] limit = {"-XX:MaxDirectMemorySize=10m", "-Xmx64m"};
    ChildJvm.Result plain = ChildJvm.on(jdk).jvm(limit).run(LimitReached.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    assertThat(plain.stdoutLines().get(0))
        .contains("10 buffers", "Cannot reserve", "direct buffer memory");
    assertSame(jdk, plain, LimitReached.class, limit);
  }

  /** Programs overwrite the address of such a buffer; it must not be one of ours. */
  @OnEveryJdk
  void shouldLeaveBuffersOfNoBytesToTheJdk(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).run(EmptyBuffers.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    assertSame(jdk, plain, EmptyBuffers.class);
    Report report = Report.read(folder.resolve("redirect.json"));
    assertThat(report.total("frees")).isEqualTo(10);
    assertThat(report.sites("blockBytes")).isZero();
  }

  private void assertSame(Jdk jdk, ChildJvm.Result plain, Class<?> program, String... arguments)
      throws Exception {
    for (String mode : List.of("redirect", "observe")) {
      Path file = folder.resolve(mode + ".json");
      ChildJvm.Result result =
          ChildJvm.on(jdk)
              .agent("mode=" + mode + ",report=json,report.file=" + file)
              .jvm(arguments)
              .run(program);
      assertThat(result.stdout()).isEqualTo(plain.stdout());
      assertThat(result.stderr()).isEqualTo(plain.stderr());
      assertThat(result.exitStatus()).isEqualTo(plain.exitStatus());
      assertThat(Report.read(file).total("allocations")).isGreaterThanOrEqualTo(10);
    }
  }
}
