package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import programs.Damage;

/** {@code debug=check}, in JVMs of its own: it is on from the first allocation or never. */
class CheckedBlocksTest {

  private static final List<String> CHECKED =
      Stream.concat(ChildJvm.OPEN.stream(), Stream.of("-Dtinyalloc.debug=check")).toList();

  @ParameterizedTest
  @CsvSource({"overrun, 48", "overrun-by-one, 41", "overrun-large, 1000000"})
  void shouldFindAWriteBehindTheEndWhenTheBlockIsFreed(String what, int bytes) throws Exception {
    ChildJvm.Result child = check(what);

    assertThat(child.err().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("tinyalloc: "))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "tinyalloc: the block of "
                            + bytes
                            + " bytes at 0x[0-9a-f]+ was written to behind its end, at byte "
                            + bytes),
            line -> assertThat(line).contains("allocated at programs.Damage.overrun(Damage.java:"),
            line -> assertThat(line).contains("freed at programs.Damage.release(Damage.java:"));
    assertThat(child.out()).isEqualTo("findings 1\n");
  }

  @Test
  void shouldFindAWriteBehindTheEndWhenTheHeapIsClosed() throws Exception {
    ChildJvm.Result child = check("overrun-at-close");
    assertThat(child.err())
        .contains("the block of 100 bytes")
        .contains("written to behind its end, at byte 100")
        .contains("allocated at programs.Damage.overrunAtClose(Damage.java:")
        .doesNotContain("freed at");
  }

  @Test
  void shouldFindAWriteToAFreedBlock() throws Exception {
    ChildJvm.Result child = check("use-after-free");
    assertThat(child.err())
        .contains("the block of 64 bytes")
        .contains("was written to after it was freed, at byte 16")
        .contains("allocated at programs.Damage.useAfterFree(Damage.java:")
        .contains("freed at programs.Damage.release(Damage.java:");
    assertThat(child.out()).isEqualTo("findings 1\n");
  }

  @Test
  void shouldNameAllThreeSitesOfADoubleFree() throws Exception {
    ChildJvm.Result child = check("double-free");
    assertThat(child.err())
        .contains("was freed twice")
        .contains("allocated at programs.Damage.doubleFree(Damage.java:")
        .contains("freed at programs.Damage.release(Damage.java:")
        .contains("freed again at programs.Damage.doubleFree(Damage.java:");
    assertThat(child.out())
        .contains("no live block begins at 0x")
        .contains("it was allocated at programs.Damage.doubleFree");
  }

  @Test
  void shouldNameTheSiteOfAForeignFree() throws Exception {
    ChildJvm.Result child = check("foreign-free");
    assertThat(child.err())
        .contains("no block begins at 0x12345670")
        .contains("freed at programs.Damage.main(Damage.java:");
    assertThat(child.out()).startsWith("false");
  }

  @Test
  void shouldStopTalkingAfterAHundredFindingsAndGoOnCounting() throws Exception {
    ChildJvm.Result child = check("many");
    assertThat(child.err().lines().filter(line -> line.contains("the block of"))).hasSize(100);
    assertThat(child.err()).endsWith("tinyalloc: further findings are counted, not shown\n");
    assertThat(child.out()).isEqualTo("findings 1000\n");
  }

  @Test
  void shouldEmptyTheQuarantineRatherThanRefuse() throws Exception {
    List<String> options = new ArrayList<>(CHECKED);
    options.add("-Dtinyalloc.limit=8m");
    ChildJvm.Result child = ChildJvm.run(options, Damage.class, "limit");
    assertThat(child.err()).isEmpty();
    assertThat(child.out()).isEqualTo("findings 0\n");
  }

  @Test
  void shouldForgetTheQuarantinedBlocksOfAClosedHeap() throws Exception {
    ChildJvm.Result child = check("close");
    assertThat(child.err()).isEmpty();
    assertThat(child.out()).isEqualTo("findings 0\n");
  }

  @Test
  void shouldNotHangWhereStderrIsAStreamThatAllocatesAndLocks() throws Exception {
    ChildJvm.Result child = check("allocating-stream");
    assertThat(child.out()).isEqualTo("findings 40\n");
    assertThat(child.err().lines().filter(line -> line.contains("written to behind"))).hasSize(40);
  }

  @Test
  void shouldFindNothingInAProgramThatBehaves() throws Exception {
    ChildJvm.Result child = check("clean");
    assertThat(child.err()).isEmpty();
    assertThat(child.out()).isEqualTo("findings 0\n");
  }

  @Test
  void shouldBehaveLikeTheModelWhileItChecks() throws Exception {
    ChildJvm.Result child = ChildJvm.run(CHECKED, ModelProgram.class, "11", "200000");
    assertThat(child.exit()).as(child.err()).isZero();
    assertThat(child.err()).contains("was freed twice").doesNotContain("written");
  }

  private static ChildJvm.Result check(String what) throws Exception {
    ChildJvm.Result child = ChildJvm.run(CHECKED, Damage.class, what);
    assertThat(child.exit()).as(child.err()).isZero();
    return child;
  }
}
