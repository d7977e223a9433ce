package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.HelloBuffers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in the options is one line on stderr; the program runs as if there were no agent. */
class WrongOptionsTest {

  private static final String STATUS = "7";

  @TempDir static Path folder;

  /**
   * One mistake.
   *
   * @param argument the agent's
   * @param setting where the mistake stands else: a JVM argument, or {@code NAME=value} for a
   *     variable
   * @param said what the line must contain, besides its beginning
   */
  record Mistake(String name, String argument, String setting, List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> mistakes() throws IOException {
    List<Mistake> mistakes = inTheArgument();
    mistakes.addAll(elsewhere());
    return Jdks.with(mistakes);
  }

  private static List<Mistake> inTheArgument() {
    List<Mistake> all = new ArrayList<>();
    all.add(argument("unknown key", "modus=observe", "\"modus\"", "mean \"mode\"", "apis"));
    all.add(argument("key in capitals", "MODE=observe", "\"MODE\"", "mean \"mode\""));
    all.add(argument("mode", "mode=fast", "mode", "\"fast\"", "redirect, observe, ab, off"));
    all.add(argument("near miss", "mode=observer", "\"observer\"", "mean \"observe\""));
    all.add(argument("bad size", "large.threshold=12x", "large.threshold", "\"12x\"", "128k"));
    all.add(argument("negative size", "large.threshold=-1", "large.threshold", "\"-1\"", "bytes"));
    all.add(argument("huge size", "large.threshold=99999999999g", "large.threshold", "bytes"));
    all.add(argument("bad list entry", "report=text+jsn", "report", "mean \"json\"", "none"));
    all.add(argument("empty list entry", "apis=bytebuffer+", "apis", "bytebuffer+arena"));
    all.add(argument("none among others", "report=none+json", "report", "none"));
    all.add(argument("bad glob", "include=com/example/*", "include", "class names", "dots"));
    all.add(argument("bad time", "interval=10", "interval", "\"10\"", "ms, s, m or h"));
    all.add(argument("bad level", "log=warning", "log", "\"warning\"", "debug"));
    all.add(argument("bad percentage", "ab.share=101", "ab.share", "\"101\"", "0 to 100"));
    all.add(argument("bad address", "prometheus=9464", "prometheus", "HOST:PORT"));
    all.add(argument("empty value", "mode=", "\"mode\"", "no value", "redirect"));
    all.add(argument("no equals sign", "mode", "\"mode\"", "no value", "redirect"));
    all.add(argument("no file", "config=gone.properties", "config", "gone.properties", "file"));
    all.add(argument("folder as file", "config=/", "config", "\"/\"", "file"));
    return all;
  }

  private static List<Mistake> elsewhere() throws IOException {
    Path unknown = config("unknown.properties", "mode=observe\nraport=json\n");
    Path bad = config("bad.properties", "mode=quick\n");
    Path nested = config("nested.properties", "config=other.properties\n");
    return List.of(
        new Mistake(
            "unknown property", "", "-Dtinyalloc.mod=off", List.of("tinyalloc.mod", "\"mode\"")),
        new Mistake("property", "", "-Dtinyalloc.mode=fast", List.of("mode", "\"fast\"")),
        new Mistake("unknown variable", "", "TINYALLOC_RAPORT=json", List.of("\"report\"")),
        new Mistake("variable", "", "TINYALLOC_LARGE_THRESHOLD=1q", List.of("large.threshold")),
        new Mistake("unknown key in file", "config=" + unknown, "", List.of("raport", "report")),
        new Mistake("value in file", "config=" + bad, "", List.of("mode", "\"quick\"")),
        new Mistake("file in file", "config=" + nested, "", List.of("config", "nested")));
  }

  private static Mistake argument(String name, String argument, String... said) {
    return new Mistake(name, argument, "", List.of(said));
  }

  private static Path config(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("mistakes")
  void shouldNameTheMistakeInOneLineAndRunTheProgramAsBefore(Mistake mistake, Jdk jdk)
      throws Exception {
    ChildJvm child = ChildJvm.on(jdk).agent(mistake.argument());
    if (mistake.setting().startsWith("-")) {
      child.jvm(mistake.setting());
    } else if (!mistake.setting().isEmpty()) {
      String[] variable = mistake.setting().split("=", 2);
      child.variable(variable[0], variable[1]);
    }
    ChildJvm.Result result = child.run(HelloBuffers.class, STATUS);
    assertThat(result.exitStatus()).isEqualTo(Integer.parseInt(STATUS));
    assertThat(result.stdout()).isEqualTo("Hello, 1398101 bytes\n");
    assertThat(result.stderrLines()).hasSize(1);
    assertThat(result.stderr()).startsWith("tinyalloc: ").contains("the agent stays off");
    assertThat(result.stderr()).containsIgnoringCase("accepted").contains(mistake.said());
  }
}
