package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code ab} with programs that end well, and with all others. */
class AbCommandTest {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Jdk jdk = Jdks.all().get(Jdks.all().size() - 1);

  @TempDir Path folder;

  @OnEveryJdk
  void shouldCompareForksThereAndBackAgain(Jdk any) throws Exception {
    Path json = folder.resolve("ab.json");
    Set<Path> before = temporary();
    ChildJvm.Result result =
        ab(any, "prints", "--forks", "2", "--metric", "sum:higher=(\\S+) bytes", "-o", "" + json);

    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdout())
        .contains("2 pairs of 2")
        .containsPattern("wall +\\d")
        .contains("sum");
    assertThat(result.stderr()).contains("fork 6 of 6: jdk, pair 2");
    JsonObject read = new Gson().fromJson(Files.readString(json), JsonObject.class);
    assertThat(read.get("schema").getAsString()).isEqualTo("tinyalloc-ab/1");
    assertThat(read.get("forks").getAsInt()).isEqualTo(2);
    assertThat(read.getAsJsonArray("arms")).hasToString("[\"jdk\",\"tinyalloc\"]");
    assertThat(arms(read))
        .containsExactly("jdk", "tinyalloc", "jdk", "tinyalloc", "tinyalloc", "jdk");
    assertThat(metric(read, "sum").getAsJsonArray("jdk")).hasToString("[2127000,2127000]");
    assertThat(metric(read, "sum").get("verdict").getAsString()).isEqualTo("equivalent");
    for (String name : List.of("wall", "user", "peakRss", "minorFaults", "directPeak")) {
      assertThat(metric(read, name).getAsJsonArray("tinyalloc").get(0).getAsDouble()).isPositive();
    }
    assertThat(metric(read, "firstAllocation").getAsJsonArray("jdk").get(0).getAsDouble())
        .isBetween(1.0, metric(read, "wall").getAsJsonArray("jdk").get(0).getAsDouble());
    assertThat(metric(read, "allocate.p50").getAsJsonArray("jdk").get(0).getAsDouble())
        .isBetween(10.0, 1e6);
    assertThat(temporary()).isEqualTo(before);
  }

  @Test
  void shouldCompareTheSameArmAndOneWithoutAgent() throws Exception {
    ChildJvm.Result result =
        ab(jdk, "prints", "--forks", "1", "--warmup", "0", "--arms", "jdk,jdk,plain", "--json");

    assertThat(result.exitStatus()).as("%s", result).isZero();
    JsonObject read = new Gson().fromJson(result.stdout(), JsonObject.class);
    assertThat(arms(read)).containsExactly("jdk", "jdk-2", "plain");
    assertThat(metric(read, "wall").get("note").getAsString()).contains("one pair cannot tell");
    assertThat(metric(read, "wall").get("verdict").getAsString()).isEqualTo("inconclusive");
    assertThat(read.getAsJsonArray("further")).hasSize(2);
  }

  @Test
  void shouldNameAForkThatFailsAndGiveWhatThereIs() throws Exception {
    ChildJvm.Result first = ab(jdk, "prints", "--jvm", "jdk=-Dfails=true");
    assertThat(first.exitStatus()).isEqualTo(FAILED);
    assertThat(first.stdout()).contains("nothing to compare");
    assertThat(lastLine(first))
        .contains("fork 1 (jdk, warm-up) failed: it ended with exit status 3")
        .contains("its last line is \"something is wrong\"");

    Path json = folder.resolve("some.json");
    ChildJvm.Result later = withCounter("3", "--forks", "5", "--warmup", "0", "-o", "" + json);
    assertThat(later.exitStatus()).isEqualTo(FAILED);
    assertThat(later.stdout()).contains("1 pair of 5").contains("ended early: fork 4");
    JsonObject read = new Gson().fromJson(Files.readString(json), JsonObject.class);
    assertThat(read.get("forks").getAsInt()).isEqualTo(1);
    assertThat(read.getAsJsonArray("runs").get(3).getAsJsonObject().get("failure").getAsString())
        .contains("exit status");
  }

  /** A launcher that fails once it has been used so often. */
  private ChildJvm.Result withCounter(String uses, String... options) throws Exception {
    Path launcher = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Path count = folder.resolve("count");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        echo x >> %s
        [ $(wc -l < %s) -le %s ] || exit 9
        exec %s "$@"
        """
            .formatted(count, count, uses, jdk.java()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    List<String> line = new ArrayList<>(List.of("ab"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", launcher.toString(), "-cp", "" + ChildJvm.programs()));
    line.add(Subject.class.getName());
    return CommandLine.on(jdk).run(line.toArray(new String[0]));
  }

  /** Two arms without agent would be called equal. */
  @Test
  void shouldEndWhereTheAgentStaysOff() throws Exception {
    ChildJvm.Result result = ab(jdk, "prints", "--jvm", "tinyalloc=-Dtinyalloc.log=loud");
    assertThat(result.exitStatus()).as("%s", result).isEqualTo(FAILED);
    assertThat(lastLine(result)).contains("fork 2 (tinyalloc): the agent stayed off");
  }

  @Test
  void shouldMeasureAProgramThatHaltsWithoutWhatOnlyItsAgentKnows() throws Exception {
    Path kept = folder.resolve("it's: kept");
    ChildJvm.Result result =
        ab(jdk, "halts", "--forks", "1", "--warmup", "0", "--json", "--keep", "" + kept);
    assertThat(result.exitStatus()).as("%s", result).isZero();
    JsonObject read = new Gson().fromJson(result.stdout(), JsonObject.class);
    assertThat(metric(read, "gcCount").getAsJsonArray("jdk")).hasSize(1);
    assertThat(result.stdout()).doesNotContain("directPeak");
  }

  @Test
  void shouldKillAForkThatHangsWithAllItsChildren() throws Exception {
    Path kept = folder.resolve("kept");
    ChildJvm.Result result = ab(jdk, "hangs", "--timeout", "3s", "--keep", "" + kept);

    assertThat(result.exitStatus()).isEqualTo(FAILED);
    assertThat(lastLine(result)).contains("fork 1 (jdk, warm-up) failed: killed").contains("3.0 s");
    String output = Files.readString(kept.resolve("001-jdk.out"));
    Matcher child = Pattern.compile("child (\\d+)").matcher(output);
    assertThat(child.find()).as(output).isTrue();
    assertDead(Long.parseLong(child.group(1)));
  }

  @Test
  void shouldKeepLittleOfAFloodAndFindWhatComesLast() throws Exception {
    Path kept = folder.resolve("kept");
    ChildJvm.Result result =
        ab(
            jdk,
            "floods",
            "--forks",
            "1",
            "--warmup",
            "0",
            "--keep",
            "" + kept,
            "--metric",
            "last=([0-9]+) at last",
            "--json");

    assertThat(result.exitStatus()).as("%s", result.stderr()).isZero();
    assertThat(Files.size(kept.resolve("001-jdk.out"))).isLessThan(17L << 20);
    JsonObject read = new Gson().fromJson(result.stdout(), JsonObject.class);
    assertThat(metric(read, "last").getAsJsonArray("jdk")).hasToString("[42]");
  }

  @Test
  void shouldMeasureASilentProgramAndSayWhereNothingMatches() throws Exception {
    assertThat(ab(jdk, "", "--forks", "1", "--warmup", "0").exitStatus()).isZero();

    ChildJvm.Result result =
        ab(jdk, "prints", "--forks", "1", "--warmup", "0", "--metric", "rate=([0-9]+) requests");
    assertThat(result.exitStatus()).isEqualTo(FAILED);
    assertThat(result.stdout()).containsPattern("wall +\\d");
    assertThat(result.stderrLines())
        .anyMatch(line -> line.contains("metric \"rate\": no number in the output of fork 1"));
    assertThat(lastLine(result)).contains("matches the metric rate; see ");
  }

  @Test
  void shouldGiveWhatThereIsWhenInterrupted() throws Exception {
    List<String> line = new ArrayList<>(List.of("" + jdk.java(), "-jar", "" + Products.agentJar()));
    line.addAll(List.of("ab", "--forks", "50", "--warmup", "0", "--", "" + jdk.java()));
    line.addAll(List.of("-Ddelay=300", "-cp", "" + ChildJvm.programs(), Subject.class.getName()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process tool =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      await(err, "pair 2");
      List<ProcessHandle> forks = tool.descendants().toList();
      // As Ctrl-C, which whoever is started in the background does not heed.
      new ProcessBuilder("kill", "-TERM", "" + tool.pid()).start().waitFor();
      assertThat(tool.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(tool.exitValue()).isEqualTo(143);
      forks.forEach(fork -> assertDead(fork.pid()));
    } finally {
      tool.descendants().forEach(ProcessHandle::destroyForcibly);
      tool.destroyForcibly();
    }
    assertThat(Files.readString(out)).contains("1 pair of 50").contains("ended early: interrupted");
  }

  private static void await(Path file, String text) throws IOException, InterruptedException {
    for (int i = 0; i < 300 && !Files.readString(file).contains(text); i++) {
      Thread.sleep(100);
    }
    assertThat(Files.readString(file)).contains(text);
  }

  @Test
  void shouldGoOnUntilTheDifferenceIsKnown() throws Exception {
    ChildJvm.Result result =
        ab(
            jdk,
            "prints",
            "--forks",
            "1",
            "--warmup",
            "0",
            "--until-precise",
            "--max-forks",
            "9",
            "--metric",
            "sum=(\\S+) bytes");
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdout()).contains("2 pairs of 1");
  }

  @Test
  void shouldSayWhatIsWrongWithWhatWasTyped() throws Exception {
    assertMisused("--forks is 0", "--forks", "0");
    assertMisused("--max-forks is 5", "--until-precise", "--max-forks", "5");
    assertMisused("--warmup is -1", "--warmup", "-1");
    assertMisused("--margin is 0", "--margin", "0");
    assertMisused("is not NAME=REGEX", "--metric", "rate");
    assertMisused("is no regular expression", "--metric", "rate=(");
    assertMisused("two metrics \"a\"", "--metric", "a=x", "--metric", "a=y");
    assertMisused("no arm is called \"malloc\"", "--arms", "jdk,malloc");
    assertMisused("is not ARM=ARGS", "--jvm", "plain=-Xmx1g");
    assertMisused(".txt, .json or .html", "-o", "result.pdf");
    assertMisused("option \"stakcs\"", "--options", "stakcs=0");
    ChildJvm.Result noJava = CommandLine.on(jdk).run("ab", "--", "python3", "x.py");
    assertThat(noJava.exitStatus()).isEqualTo(USAGE);
    assertThat(lastLine(noJava)).contains("\"python3\" is no java launcher");
    assertThat(CommandLine.on(jdk).run("ab").exitStatus()).isEqualTo(USAGE);
    ChildJvm.Result nowhere = CommandLine.on(jdk).run("ab", "--", "/no/such/java", "Main");
    assertThat(nowhere.exitStatus()).isEqualTo(FAILED);
    assertThat(lastLine(nowhere)).contains("cannot run the program");
    ChildJvm.Result unwritable = ab(jdk, "", "-o", "/no/such/folder/ab.json");
    assertThat(unwritable.exitStatus()).isEqualTo(FAILED);
    assertThat(unwritable.stderrLines()).hasSize(1);
  }

  private void assertMisused(String message, String... options) throws Exception {
    ChildJvm.Result result = ab(jdk, "prints", options);
    assertThat(result.exitStatus()).as("%s", result).isEqualTo(USAGE);
    assertThat(result.stderrLines()).hasSize(1);
    assertThat(result.stderr()).startsWith("tinyalloc: ").contains(message);
    assertThat(result.stdout()).isEmpty();
  }

  private ChildJvm.Result ab(Jdk any, String subject, String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of("ab"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", any.java().toString(), "-cp", ChildJvm.programs().toString()));
    line.addAll(List.of(Subject.class.getName(), subject));
    return CommandLine.on(any).run(line.toArray(new String[0]));
  }

  private static String lastLine(ChildJvm.Result result) {
    List<String> lines = result.stderrLines();
    return lines.get(lines.size() - 1);
  }

  private static List<String> arms(JsonObject result) {
    List<String> arms = new ArrayList<>();
    for (JsonElement run : result.getAsJsonArray("runs")) {
      arms.add(run.getAsJsonObject().get("arm").getAsString());
    }
    return arms;
  }

  private static JsonObject metric(JsonObject result, String name) {
    JsonArray metrics = result.getAsJsonArray("metrics");
    for (JsonElement metric : metrics) {
      if (metric.getAsJsonObject().get("name").getAsString().equals(name)) {
        return metric.getAsJsonObject();
      }
    }
    throw new AssertionError("no metric " + name + " in " + metrics);
  }

  private static void assertDead(long pid) {
    boolean dead = false;
    for (int i = 0; i < 50 && !dead; i++) {
      dead = ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true);
      sleep();
    }
    assertThat(dead).as("process %d has ended", pid).isTrue();
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("tinyalloc-ab-"))
          .collect(Collectors.toSet());
    }
  }
}
