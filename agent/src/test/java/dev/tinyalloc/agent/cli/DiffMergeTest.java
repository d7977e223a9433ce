package dev.tinyalloc.agent.cli;

import static dev.tinyalloc.agent.report.Snapshots.busy;
import static dev.tinyalloc.agent.report.Snapshots.counted;
import static dev.tinyalloc.agent.report.Snapshots.profiled;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.Snapshot.SiteCounts;
import dev.tinyalloc.agent.report.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiffMergeTest {

  private static final SiteCounts FIRST = busySite(1, "com.example.Main", 100, 10_000, 60, 6_000);
  private static final SiteCounts SECOND = busySite(2, "com.example.Other", 7, 700, 7, 700);

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path report;

  @BeforeEach
  void writeReport() throws IOException {
    report = write("a.json", Snapshots.json(profiled(FIRST, SECOND)));
  }

  @Test
  void shouldFindNothingChangedInTheSameReport() throws IOException {
    assertThat(run(new DiffCommand(), report, report)).isZero();
    assertThat(out.toString()).endsWith("nothing changed\n");
    JsonObject diff = diff(report, report);
    assertThat(diff.get("schema").getAsString()).isEqualTo("tinyalloc-diff/1");
    assertThat(diff.getAsJsonArray("sites")).isEmpty();
    assertThat(diff.getAsJsonArray("arenas")).isEmpty();
  }

  @Test
  void shouldShowASiteThatIsOnlyInOneReportAsNewOrGone() throws IOException {
    Path other = write("b.json", Snapshots.json(Snapshots.of(FIRST, moved(3, "com.example.New"))));
    JsonArray sites = diff(report, other).getAsJsonArray("sites");
    assertThat(sites).extracting(DiffMergeTest::status).containsExactly("new", "gone");
    assertThat(run(new DiffCommand(), report, other)).isZero();
    assertThat(out.toString()).containsPattern("new +com.example.New").contains("gone");
  }

  @Test
  void shouldGiveRatesForTheSameProcessOnly() throws IOException {
    JsonObject later = json(report);
    later.addProperty("time", "2026-01-02T03:04:15.678Z");
    later.addProperty("uptimeMillis", 13_214);
    later.getAsJsonObject("totals").addProperty("allocatedBytes", 110_700);
    JsonObject diff = diff(report, write("b.json", later.toString()));
    assertThat(diff.get("seconds").getAsDouble()).isEqualTo(10);
    JsonObject allocated = diff.getAsJsonObject("totals").getAsJsonObject("allocatedBytes");
    assertThat(allocated.get("change").getAsLong()).isEqualTo(100_000);
    assertThat(allocated.get("perSecond").getAsLong()).isEqualTo(10_000);
    later.addProperty("pid", 1);
    assertThat(diff(report, write("b.json", later.toString())).has("seconds")).isFalse();
  }

  @Test
  void shouldMatchSitesOfALoaderByItsClassUntilThatIsAmbiguous() throws IOException {
    Path a = write("l1.json", withLoaders("x.Loader@1", "app"));
    Path b = write("l2.json", withLoaders("x.Loader@2", "app"));
    assertThat(diff(a, b).getAsJsonArray("sites")).isEmpty();
    JsonObject two = json(a);
    JsonObject copy = site(two, 0).deepCopy();
    copy.addProperty("loader", "x.Loader@2");
    two.getAsJsonArray("sites").add(copy);
    assertThat(diff(write("l3.json", two.toString()), b).getAsJsonArray("sites"))
        .extracting(DiffMergeTest::status)
        .containsExactly("gone");
  }

  @Test
  void shouldNeverMatchTheRestToASite() throws IOException {
    JsonObject rest = json(report);
    site(rest, 1).addProperty("id", 0);
    Path other = write("b.json", rest.toString());
    JsonObject diff = diff(report, other);
    assertThat(diff.getAsJsonArray("sites"))
        .extracting(DiffMergeTest::status)
        .containsExactly("gone");
    assertThat(number(diff.getAsJsonObject("rest"), "allocations", "b")).isEqualTo(7);
    JsonObject merged = merge(report, other);
    assertThat(merged.getAsJsonArray("sites")).hasSize(3);
    assertThat(site(merged, 2).get("id").getAsLong()).isZero();
  }

  @Test
  void shouldKeepEveryFigureOfASingleReport() throws IOException {
    JsonObject expected = json(report);
    JsonObject merged = merge(report);
    for (String key :
        new String[] {
          "totals",
          "memory",
          "sizeClasses",
          "arenas",
          "series",
          "sampling",
          "stacks",
          "oldest",
          "coverage",
          "jvm",
          "agent",
          "time",
          "uptimeMillis"
        }) {
      assertThat(merged.get(key)).as(key).hasToString(expected.get(key).toString());
    }
    assertThat(merged.get("sites")).hasToString(expected.get("sites").toString());
    assertThat(merged.get("pid").getAsLong()).isZero();
  }

  @Test
  void shouldAddUpTotalsAndSitesOfTwoReports() throws IOException {
    JsonObject merged = merge(report, report);
    assertThat(merged.getAsJsonObject("totals").get("allocations").getAsLong()).isEqualTo(214);
    for (String figure : Figures.SITE.subList(0, 6)) {
      assertThat(Figures.sum(Json.rows(merged, "sites"), figure))
          .isEqualTo(merged.getAsJsonObject("totals").get(figure).getAsLong());
    }
    assertThat(err.toString()).contains("pid 4242 (com.example.Main) seems to be in it twice");
    assertThat(site(merged, 0).getAsJsonObject("lifetimeMicros").toString())
        .isEqualTo(
            "{\"p50\":120,\"p90\":1500,\"p99\":20000,\"max\":300000,\"samples\":180,\"estimate\":true}");
  }

  @Test
  void shouldMergeAMergedReportAndNameWhatItDoesNotKnow() throws IOException {
    JsonObject future = json(report);
    future.addProperty("future", 1);
    Path merged = directory.resolve("m.json");
    Path unknown = write("f.json", future.toString());
    assertThat(run(new MergeCommand(), "-o", merged, report, unknown)).isZero();
    JsonObject again = merge(merged, report);
    assertThat(again.getAsJsonArray("merged")).hasSize(3);
    assertThat(again.getAsJsonObject("totals").get("allocations").getAsLong()).isEqualTo(321);
    assertThat(again.get("notes").toString()).contains("future of " + unknown);
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("a.json", "f.json", "m.json");
    }
  }

  @Test
  void shouldSaySeveralWhereModesDiffer() throws IOException {
    JsonObject other = json(report);
    other.getAsJsonObject("agent").addProperty("mode", "observe");
    JsonObject merged = merge(report, write("b.json", other.toString()));
    assertThat(merged.getAsJsonObject("agent").get("mode").getAsString()).isEqualTo("several");
  }

  @Test
  void shouldNameTheFileAndTheReasonWhereItIsNoReport() throws IOException {
    String text = Files.readString(report);
    fails(directory.resolve("none.json"), "no such file");
    fails(directory, "it is a directory");
    fails(write("b.json", text.substring(0, text.length() / 2)), "cut off");
    fails(write("b.json", "<html>"), "not JSON");
    fails(write("b.json", "[]"), "not a TinyAlloc report");
    fails(write("b.json", "{}"), "no schema");
    fails(write("b.json", text.replace("report/1", "ab/1")), "its schema is tinyalloc-ab/1");
    fails(
        write("b.json", text.replace("\"allocations\": 107", "\"allocations\": []")),
        "totals.allocations is not a number");
  }

  @Test
  void shouldTakeAWrongKeyForWrongUsage() {
    assertThat(run(new DiffCommand(), "--sort", "size", report, report)).isEqualTo(2);
    assertThat(run(new DiffCommand(), "--limit", "-1", report, report)).isEqualTo(2);
    assertThat(run(new MergeCommand())).isEqualTo(2);
  }

  private void fails(Path file, String reason) {
    err.getBuffer().setLength(0);
    assertThat(run(new DiffCommand(), report, file)).isEqualTo(1);
    assertThat(err.toString()).startsWith(file + ": ").contains(reason).hasLineCount(1);
    assertThat(run(new MergeCommand(), file)).isEqualTo(1);
  }

  private JsonObject diff(Path a, Path b) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(new DiffCommand(), "--json", a, b)).as(err.toString()).isZero();
    return parse(out.toString());
  }

  private JsonObject merge(Path... files) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(new MergeCommand(), (Object[]) files)).as(err.toString()).isZero();
    return parse(out.toString());
  }

  private int run(Object command, Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (failure, line, unused) -> {
              line.getErr().println(failure.getMessage());
              line.getErr().flush();
              return failure instanceof CommandFailure ours ? ours.status() : 99;
            })
        .execute(words);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static JsonObject json(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  private static JsonObject parse(String text) throws IOException {
    return Json.read(new StringReader(text)).getAsJsonObject();
  }

  private String withLoaders(String first, String second) throws IOException {
    JsonObject json = json(report);
    site(json, 0).addProperty("loader", first);
    site(json, 1).addProperty("loader", second);
    return json.toString();
  }

  private static JsonObject site(JsonObject report, int row) {
    return report.getAsJsonArray("sites").get(row).getAsJsonObject();
  }

  private static String status(JsonElement row) {
    return row.getAsJsonObject().get("status").getAsString();
  }

  private static long number(JsonObject object, String figure, String key) {
    return object.getAsJsonObject(figure).get(key).getAsLong();
  }

  private static SiteCounts moved(int id, String className) {
    return busySite(id, className, 100, 10_000, 0, 0);
  }

  private static SiteCounts busySite(
      int id, String className, long calls, long bytes, long frees, long freedBytes) {
    return counted(busy(Snapshots.site(id, className, "run", 42)), calls, bytes, frees, freedBytes);
  }
}
