package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether the verdicts of {@code ab} are right, where the truth is known. */
@Tag("slow")
class AbVerdictTest {

  private static final int MILLIS = 3_000;

  private final Jdk jdk = Jdks.all().get(0);

  @Test
  void shouldFindAKnownDelayOfThreePercent() throws Exception {
    JsonObject result =
        ab("20", "--jvm", "jdk=-Ddelay=" + MILLIS, "--jvm", "jdk-2=-Ddelay=" + (MILLIS + 96));
    JsonObject wall = null;
    for (JsonElement metric : result.getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("wall")) {
        wall = metric.getAsJsonObject();
      }
    }
    assertThat(wall).isNotNull();
    assertThat(wall.get("verdict").getAsString()).as("%s", wall).isEqualTo("worse");
    double low = wall.getAsJsonArray("ci95").get(0).getAsDouble();
    double high = wall.getAsJsonArray("ci95").get(1).getAsDouble();
    // One of twenty such intervals misses the truth; twice as wide, one of ten thousand.
    double margin = (high - low) / 2;
    assertThat(1 + 96 / mean(wall.getAsJsonArray("jdk")))
        .as("%s", wall)
        .isBetween(low - margin, high + margin);
  }

  @Test
  void shouldTellNoDifferenceBetweenEqualArms() throws Exception {
    List<String> told = new ArrayList<>();
    for (JsonElement metric : ab("20").getAsJsonArray("metrics")) {
      String verdict = metric.getAsJsonObject().get("verdict").getAsString();
      if (verdict.equals("better") || verdict.equals("worse")) {
        told.add(metric.toString());
      }
    }
    assertThat(told).isEmpty();
  }

  private static double mean(JsonArray values) {
    double sum = 0;
    for (JsonElement value : values) {
      sum += value.getAsDouble();
    }
    return sum / values.size();
  }

  private JsonObject ab(String forks, String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of("-jar", "" + Products.agentJar(), "ab", "-q"));
    line.addAll(List.of("--json", "--arms", "jdk,jdk", "--forks", forks));
    line.addAll(List.of(options));
    line.addAll(List.of("--", "" + jdk.java(), "-cp", "" + ChildJvm.programs()));
    line.addAll(List.of(Subject.class.getName(), "prints"));
    ChildJvm.Result result =
        ChildJvm.on(jdk).jvm(line.toArray(new String[0])).timeout(Duration.ofMinutes(6)).run();
    assertThat(result.exitStatus()).as("%s", result).isZero();
    return new Gson().fromJson(result.stdout(), JsonObject.class);
  }
}
