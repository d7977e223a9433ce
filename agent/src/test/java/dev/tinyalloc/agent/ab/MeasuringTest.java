package dev.tinyalloc.agent.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuringTest {

  @TempDir Path folder;

  @Test
  void shouldFindTheLastNumberOfAMetric() {
    UserMetric rate = UserMetric.of("rate:higher=([0-9.,]+) requests/s");
    assertThat(rate.find("1 requests/s\n(12,345.5 requests/s)\n")).isEqualTo(12_345.5);
    assertThat(rate.metric().higherIsBetter()).isTrue();
    assertThat(rate.find("nothing")).isNull();
    UserMetric whole = UserMetric.of("total=[0-9]+$");
    assertThat(whole.find("a 7\nb 8\n")).isEqualTo(8);
    assertThat(whole.metric().higherIsBetter()).isFalse();
    assertThat(UserMetric.of("e=(.*)s").find("1.5e3s")).isEqualTo(1_500);
    assertThat(UserMetric.of("no=(.*)s").find("abcs")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate", "=x", "rate=", "a b=x", "rate:most=x", "rate=(", "wall=x"})
  void shouldRejectWhatIsNoMetric(String text) {
    assertThatThrownBy(() -> UserMetric.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNumberArmsThatAreThereTwice() {
    assertThat(Arms.of("jdk,jdk")).extracting(Arm::name).containsExactly("jdk", "jdk-2");
    assertThat(Arms.of("plain,tinyalloc,jdk"))
        .extracting(Arm::mode)
        .containsExactly(null, "redirect", "observe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdk", "jdk,malloc", "jdk,jdk,jdk,jdk", "jdk,,jdk"})
  void shouldRejectOtherArms(String names) {
    assertThatThrownBy(() -> Arms.of(names)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRunArmsThereAndBackAgain() {
    Plan plan =
        new Plan(
            List.of("java"),
            Arms.of("jdk,tinyalloc"),
            2,
            2,
            0,
            1,
            false,
            List.of(),
            1,
            "",
            Path.of("a.jar"),
            folder);
    assertThat(plan.order(1)).extracting(Arm::name).containsExactly("jdk", "tinyalloc");
    assertThat(plan.order(2)).extracting(Arm::name).containsExactly("tinyalloc", "jdk");
    assertThat(plan.order(3)).isEqualTo(plan.order(1));
  }

  @Test
  void shouldReadWhatChildrenHaveUsedWhateverTheProcessIsCalled() {
    String stat = "42 (a) b (c) S 1 2 3 4 5 6 10 2000 20 30 101 102 300 40 20 0 1 0 99 1000 10 0 0";
    assertThat(ProcessStat.parse(stat)).isEqualTo(new ProcessStat(2000, 30, 3_000, 400));
    assertThat(ProcessStat.parse(stat).since(new ProcessStat(1, 2, 10, 20)))
        .isEqualTo(new ProcessStat(1_999, 28, 2_990, 380));
  }

  @Test
  void shouldReadLogsOfAllCollectors() throws IOException {
    Path log = folder.resolve("gc");
    Files.writeString(
        log,
        """
        [0.005s][info][gc] Using G1
        [0.100s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(512M) 3.5ms
        [0.101s][info][gc,phases] GC(0)   Pre Evacuate Collection Set: 0.1ms
        [0.200s][info][gc] GC(1) Concurrent Mark Cycle
        [0.210s][info][gc] GC(1) Pause Remark 24M->24M(512M) 1.25ms
        [0.220s][info][gc] GC(1) Concurrent Mark Cycle 20.000ms
        [0.300s][info][gc] GC(2) Pause Full (System.gc()) 4M->2M(14M) 4.0ms
        [0.300s][info][gc,phases] GC(3) Y: Pause Mark Start (Major) 0.010ms
        [0.300s][info][gc,phases] GC(3) y: Concurrent Mark 5.000ms
        [0.300s][info][gc,phases] GC(3) O: Pause Relocate Start 0.005ms
        [0.400s][info][gc         ] GC(4) Pause Init Mark (unload classes) 0.235ms
        """);
    GcLog read = GcLog.read(log);
    assertThat(read.count()).isEqualTo(5);
    assertThat(read.pauseMillis()).isCloseTo(9, within(1e-9));
  }

  @Test
  void shouldReadWhatTheAgentOfAForkHasWritten() {
    ForkFile file = ForkFile.of("allocations 12\nallocateNanos 50:3 100:1\nfreeNanos\n");
    assertThat(file.number("allocations")).isEqualTo(12);
    assertThat(file.number("peakLiveBytes")).isNull();
    Histogram times = Objects.requireNonNull(file.times("allocateNanos"));
    assertThat(times.getTotalCount()).isEqualTo(4);
    assertThat(times.getValueAtPercentile(50)).isEqualTo(50);
    assertThat(times.getMaxValue()).isEqualTo(100);
    assertThat(file.times("freeNanos")).isNull();
  }

  @Test
  void shouldKeepAllOfAShortOutput() throws IOException {
    assertThat(kept("hello\nworld\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("hello\nworld\n".getBytes(StandardCharsets.UTF_8));
    byte[] two = numbered(2 * ForkOutput.PART_BYTES - 5);
    assertThat(kept(two)).isEqualTo(two);
  }

  @Test
  void shouldKeepTheBeginningAndTheEndOfALongOutput() throws IOException {
    byte[] all = numbered(3 * ForkOutput.PART_BYTES + 12_345);
    byte[] kept = kept(all);
    int part = ForkOutput.PART_BYTES;
    assertThat(Arrays.copyOf(kept, part)).isEqualTo(Arrays.copyOf(all, part));
    assertThat(Arrays.copyOfRange(kept, kept.length - part, kept.length))
        .isEqualTo(Arrays.copyOfRange(all, all.length - part, all.length));
    String gap = new String(kept, part, kept.length - 2 * part, StandardCharsets.UTF_8);
    assertThat(gap).isEqualTo("\n[" + (part + 12_345) + " bytes left out]\n");
  }

  private byte[] kept(byte[] output) throws IOException {
    Path file = folder.resolve("out");
    ForkOutput.keep(new ByteArrayInputStream(output), file).end();
    return Files.readAllBytes(file);
  }

  private static byte[] numbered(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + (i * 31L + i / 1_000) % 26);
    }
    return bytes;
  }
}
