package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mode {@code debug=guard}, each case of {@link GuardProgram} in a JVM of its own. */
class GuardTest {

  @TempDir private Path directory;

  @Test
  void shouldFaultWhenAccessedRightBehindABlock() throws Exception {
    shouldRunWell("overrun");
  }

  @Test
  void shouldFaultWhenAccessedInFrontOfTheFirstPage() throws Exception {
    shouldRunWell("underrun");
  }

  @Test
  void shouldFaultWhenAccessedAfterTheFree() throws Exception {
    shouldRunWell("useAfterFree");
  }

  @Test
  void shouldLeaveAFreedBlockInaccessibleAsLongAsThereAreOtherSlots() throws Exception {
    shouldRunWell("oldestFirst");
  }

  @Test
  void shouldRefuseASecondFree() throws Exception {
    shouldRunWell("doubleFree");
  }

  @Test
  void shouldOfferExactlyWhatWasAskedFor() throws Exception {
    shouldRunWell("exactSizes");
  }

  @Test
  void shouldClearPagesThatWereUsedBefore() throws Exception {
    shouldRunWell("zeroed");
  }

  @Test
  void shouldKeepTheContentsOfBlocksInARandomRun() throws Exception {
    shouldRunWell("random", "-Dtinyalloc.guard.rate=10");
  }

  @Test
  void shouldLetAnyThreadFree() throws Exception {
    shouldRunWell("otherThread");
  }

  @Test
  void shouldGiveSlotsBackWhenAHeapIsClosed() throws Exception {
    shouldRunWell("close");
  }

  @Test
  void shouldKeepFiguresThatAddUp() throws Exception {
    shouldRunWell("stats");
  }

  @Test
  void shouldGuardOneRequestInAHundredUnlessTold() throws Exception {
    ChildJvm.Result result = run(List.of("-Dtinyalloc.debug=guard"), "sampling");
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void shouldServeAsUsualWhenNoSlotIsFree() throws Exception {
    shouldRunWell("exhausted");
  }

  @Test
  void shouldAlignUpToAPage() throws Exception {
    shouldRunWell("aligned");
  }

  @Test
  void shouldReportAtTheFreeWhatWasWrittenBesideABlock() throws Exception {
    ChildJvm.Result result = runGuarded("canaries");
    assertThat(result.exit()).isZero();
    assertThat(result.err().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "tinyalloc: the block of 20 bytes at 0x[0-9a-f]+ was written behind itself:"
                            + " there was 0x41 at byte 20 when it was freed"),
            line ->
                assertThat(line)
                    .matches(
                        "tinyalloc: the block of 100 bytes at 0x[0-9a-f]+ was written in front of"
                            + " itself: there was 0x42 at byte -1 when it was freed"),
            line -> assertThat(line).contains("block of 0 bytes").contains("0x43 at byte 0"));
  }

  @Test
  void shouldSayInOneLineThatTheTemporaryDirectoryIsMissing() throws Exception {
    Path missing = directory.resolve("missing");
    ChildJvm.Result result = runGuarded("unavailable", "-Djava.io.tmpdir=" + missing);
    assertThat(result.exit()).isZero();
    assertThat(result.err().lines().filter(line -> !line.startsWith("WARNING: java.io.tmpdir")))
        .singleElement()
        .asString()
        .startsWith("tinyalloc: debug=guard is not available here")
        .contains(missing.toString())
        .endsWith("allocations are served as usual");
  }

  @Test
  void shouldSayThatItCannotBeHadWithoutTheInternalsOfTheJdk() throws Exception {
    List<String> options = List.of("-Dtinyalloc.debug=guard", "-Dtinyalloc.guard.rate=1");
    ChildJvm.Result result = ChildJvm.run(options, GuardProgram.class, "unavailable");
    assertThat(result.exit()).isZero();
    assertThat(result.err()).containsOnlyOnce("tinyalloc: debug=guard is not available here");
  }

  @Test
  void shouldLeaveNoFileBehind() throws Exception {
    ChildJvm.Result result = runGuarded("doubleFree", "-Djava.io.tmpdir=" + directory);
    assertThat(result.exit()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldNameItselfInTheCrashReportWhenNativeCodeUsesAFreedBlock() throws Exception {
    Path report = directory.resolve("hs_err.log");
    ChildJvm.Result result =
        runGuarded("crash", "-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash");
    assertThat(result.out()).contains("SIGBUS");
    assertThat(Files.readString(report)).contains("tinyalloc-guard-" + result.pid() + "-");
  }

  @Test
  void shouldBehaveLikeTheModelWhileItGuardsAndChecks() throws Exception {
    List<String> options = new ArrayList<>(ChildJvm.OPEN);
    options.add("-Dtinyalloc.debug=check+guard");
    options.add("-Dtinyalloc.guard.rate=20");
    ChildJvm.Result child = ChildJvm.run(options, ModelProgram.class, "12", "200000");
    assertThat(child.exit()).as(child.err()).isZero();
    assertThat(child.err()).contains("was freed twice").doesNotContain("written");
  }

  private static void shouldRunWell(String what, String... options) throws Exception {
    ChildJvm.Result result = runGuarded(what, options);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("fine" + System.lineSeparator());
    assertThat(result.exit()).isZero();
  }

  /** Guards every request while a slot is free, unless told otherwise. */
  private static ChildJvm.Result runGuarded(String what, String... more)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    options.add("-Dtinyalloc.debug=guard");
    options.add("-Dtinyalloc.guard.rate=1");
    options.addAll(List.of(more));
    return run(options, what);
  }

  private static ChildJvm.Result run(List<String> options, String what)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(ChildJvm.OPEN);
    all.addAll(options);
    return ChildJvm.run(all, GuardProgram.class, what);
  }
}
