package dev.tinyalloc.agent.ab;

import static dev.tinyalloc.agent.ab.Experiments.RATE;
import static dev.tinyalloc.agent.ab.Experiments.WALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderingTest {

  private static Experiment small() {
    return Experiments.of(WALL, 10, i -> 1000 + i, i -> 500 + i);
  }

  @Test
  void shouldWriteJsonAsTheContractHasIt() throws IOException {
    StringWriter out = new StringWriter();
    Experiments.outcome(small()).json(out);
    JsonObject json = new Gson().fromJson(out.toString(), JsonObject.class);

    assertThat(json.get("schema").getAsString()).isEqualTo("tinyalloc-ab/1");
    assertThat(json.get("forks").getAsInt()).isEqualTo(10);
    assertThat(json.getAsJsonArray("arms")).hasToString("[\"jdk\",\"tinyalloc\"]");
    JsonObject wall = json.getAsJsonArray("metrics").get(0).getAsJsonObject();
    assertThat(wall.get("name").getAsString()).isEqualTo("wall");
    assertThat(wall.getAsJsonArray("jdk")).hasSize(10);
    assertThat(wall.getAsJsonArray("tinyalloc").get(0).getAsInt()).isEqualTo(500);
    assertThat(wall.get("ratio").getAsDouble()).isBetween(0.5, 0.51);
    JsonArray interval = wall.getAsJsonArray("ci95");
    assertThat(interval.get(0).getAsDouble()).isLessThan(interval.get(1).getAsDouble());
    assertThat(wall.get("p").getAsDouble()).isLessThan(0.05);
    assertThat(wall.get("verdict").getAsString()).isEqualTo("better");
    assertThat(json.getAsJsonArray("runs")).hasSize(20);
  }

  @Test
  void shouldWriteNullWhereThereIsNoNumber() throws IOException {
    StringWriter out = new StringWriter();
    Experiments.outcome(Experiments.of(WALL, 10, i -> 0, i -> 5)).json(out);
    assertThat(out.toString()).contains("\"ratio\":null,\"ci95\":[null,null]");
  }

  @Test
  void shouldShowOneRowForEachMetric() {
    String text = Experiments.outcome(small()).text(false);
    assertThat(text).startsWith("10 pairs of 10, 1 warm-up, margin 1 %\n");
    assertThat(text)
        .containsPattern("wall +1,00\\d(\\.\\d)? ms +50\\d(\\.\\d)? ms +-49\\.\\d % .* better\n");
    assertThat(text).doesNotContain("\u001b");
    assertThat(Experiments.outcome(small()).text(true)).contains("\u001b[32mbetter\u001b[0m");
  }

  @Test
  void shouldSayWhyItEndedEarlyAndThatThereIsNothingToCompare() {
    Experiment none =
        new Experiment(
            List.of("java"), List.of("jdk", "tinyalloc"), List.of(RATE), 10, 1, 1, List.of(), "x");
    assertThat(Experiments.outcome(none).text(false))
        .contains("nothing to compare")
        .contains("ended early: x");
  }

  @Test
  void shouldCompareTheOthersAgainstAThirdArm() throws IOException {
    List<Fork> forks = new ArrayList<>();
    for (int pair = 1; pair <= 10; pair++) {
      forks.add(new Fork(pair, "jdk", 1, Map.of(WALL, 100.0 + pair), null));
      forks.add(new Fork(pair, "tinyalloc", 2, Map.of(WALL, 80.0 + pair), null));
      forks.add(new Fork(pair, "plain", 3, Map.of(WALL, 90.0 + pair), null));
    }
    List<String> arms = List.of("jdk", "tinyalloc", "plain");
    Experiment three = new Experiment(List.of("java"), arms, List.of(WALL), 10, 1, 1, forks, null);
    StringWriter out = new StringWriter();
    Experiments.outcome(three).json(out);
    JsonArray further =
        new Gson().fromJson(out.toString(), JsonObject.class).getAsJsonArray("further");
    assertThat(further).hasSize(2);
    JsonObject first = further.get(0).getAsJsonObject();
    assertThat(first.get("base").getAsString()).isEqualTo("plain");
    assertThat(first.get("arm").getAsString()).isEqualTo("jdk");
    assertThat(first.getAsJsonArray("metrics").get(0).getAsJsonObject().get("verdict"))
        .hasToString("\"worse\"");
    assertThat(Experiments.outcome(three).text(false)).contains("plain");
  }
}
