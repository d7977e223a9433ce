package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tinyalloc.it.programs.EightThreads;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** Eight threads make ten million buffers while others read; then every output says the same. */
class SameSumsTest {

  private static final int ALLOCATIONS = 10_000_000;
  private static final List<String> FIGURES =
      List.of("allocations", "allocatedBytes", "frees", "freedBytes");
  private static final List<String> METRICS =
      List.of("allocations", "allocated_bytes", "frees", "freed_bytes");

  /** After a count there is none. */
  private static final List<String> UNITS = List.of("", "B", "KiB", "MiB", "GiB");

  @TempDir Path folder;

  @OnEveryJdk
  void shouldSayTheSameInEveryOutput(Jdk jdk) throws Exception {
    int port = freePort();
    Path own = folder.resolve("own.jfr");
    Path metrics = folder.resolve("metrics");
    ChildJvm.Result result =
        ChildJvm.on(jdk)
            .agent(
                "report=text+json+html+collapsed+jfr,report.file="
                    + folder.resolve("r")
                    + ",prometheus=127.0.0.1:"
                    + port)
            .jvm("-XX:StartFlightRecording=filename=" + own, "-Xlog:jfr*=off")
            .quietUnsafe()
            .timeout(Duration.ofMinutes(5))
            .run(
                EightThreads.class,
                String.valueOf(ALLOCATIONS / 8),
                String.valueOf(port),
                metrics.toString());
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdout()).doesNotContain("wrong").containsPattern("readings [1-9]");
    List<Long> truth = line(result, "done ");
    assertThat(truth.get(0)).isEqualTo(ALLOCATIONS);
    assertThat(line(result, "jmx ")).as("MBean").isEqualTo(truth);
    Report report = Report.read(folder.resolve("r.json"));
    report.assertAddsUp();
    assertThat(json(report)).as("JSON").isEqualTo(truth);
    assertThat(scraped(Files.readString(metrics))).as("metrics").isEqualTo(truth);
    assertRecorded(folder.resolve("r.jfr"), report, truth);
    assertRecorded(own, report, truth);
    assertThat(Files.readAllLines(folder.resolve("r.collapsed"))).allMatch(SameSumsTest::isStack);
    Report page = Report.readPage(folder.resolve("r.html"));
    page.assertAddsUp();
    assertThat(json(page)).as("HTML").isEqualTo(truth);
    assertText(Files.readAllLines(folder.resolve("r.txt")), truth);
  }

  /** Counts below ten million are there in full, bytes with three digits. */
  private static void assertText(List<String> lines, List<Long> truth) {
    List<String[]> rows = new ArrayList<>();
    for (String line : lines) {
      if (line.contains("EightThreads.")) {
        rows.add(line.strip().split(" +"));
      }
    }
    assertThat(rows).as("%s", lines).hasSize(2).allMatch(row -> row.length == 6);
    long liveBytes = truth.get(1) - truth.get(3);
    assertThat(sum(rows, 3)).isEqualTo(truth.get(0).doubleValue());
    assertThat(sum(rows, 2)).isCloseTo(truth.get(1).doubleValue(), withinPercentage(0.5));
    assertThat(sum(rows, 1)).isEqualTo((double) (truth.get(0) - truth.get(2)));
    assertThat(sum(rows, 0)).isCloseTo((double) liveBytes, withinPercentage(0.5));
  }

  private static double sum(List<String[]> rows, int column) {
    return rows.stream().mapToDouble(row -> figure(row[column])).sum();
  }

  /** Of {@code 1,234} and {@code 1.23MiB}. */
  private static double figure(String text) {
    int unit = 0;
    while (unit < text.length() && "0123456789.,".indexOf(text.charAt(unit)) >= 0) {
      unit++;
    }
    int power = UNITS.indexOf(text.substring(unit));
    assertThat(power).as(text).isNotNegative();
    return Double.parseDouble(text.substring(0, unit).replace(",", ""))
        * Math.pow(1024, Math.max(0, power - 1));
  }

  private static void assertRecorded(Path file, Report report, List<Long> truth)
      throws IOException {
    FlightSums recorded = FlightSums.read(file);
    List<Long> sums = new ArrayList<>();
    for (String figure : FIGURES) {
      sums.add(recorded.sites(EightThreads.class, figure));
    }
    assertThat(sums).as("%s", file).isEqualTo(truth);
    assertThat(recorded.memory("reservedBytes")).isEqualTo(report.memory("reservedBytes"));
  }

  private static List<Long> json(Report report) {
    long[] sums = new long[4];
    for (SiteCounts site : report.activeSitesIn(EightThreads.class)) {
      sums[0] += site.allocations();
      sums[1] += site.allocatedBytes();
      sums[2] += site.frees();
      sums[3] += site.freedBytes();
    }
    return List.of(sums[0], sums[1], sums[2], sums[3]);
  }

  private static List<Long> scraped(String text) {
    List<Long> sums = new ArrayList<>();
    for (String metric : METRICS) {
      Pattern row =
          Pattern.compile(
              "^tinyalloc_" + metric + "_total\\{[^}]*EightThreads[^}]*} (\\S+)$",
              Pattern.MULTILINE);
      Matcher found = row.matcher(text);
      long sum = 0;
      while (found.find()) {
        sum += (long) Double.parseDouble(found.group(1));
      }
      sums.add(sum);
    }
    return sums;
  }

  private static boolean isStack(String line) {
    return line.matches("[^ ;]+(;[^ ;]+)* [1-9]\\d*");
  }

  private static List<Long> line(ChildJvm.Result result, String start) {
    String line =
        result.stdoutLines().stream()
            .filter(one -> one.startsWith(start))
            .findFirst()
            .orElseThrow();
    List<Long> numbers = new ArrayList<>();
    for (String part : line.substring(start.length()).split(" ")) {
      numbers.add(Long.parseLong(part));
    }
    return numbers;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
