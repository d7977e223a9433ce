package dev.tinyalloc.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionMistakesTest {

  private final Properties properties = new Properties();

  @ParameterizedTest
  @CsvSource({
    "mod=observe, mod, mode",
    "modes, modes, mode",
    "report_file=x, report_file, report.file",
    "large.treshold=1k, large.treshold, large.threshold",
    "INCLUDE=a.*, INCLUDE, include",
    "=x, '', log"
  })
  void shouldRejectUnknownKeyAndSuggestTheNearest(String argument, String key, String nearest) {
    assertThat(mistake(argument, Map.of()))
        .startsWith("unknown option \"" + key + "\"")
        .contains("did you mean \"" + nearest + "\"?")
        .contains("Accepted: mode, apis, include");
  }

  @ParameterizedTest
  @CsvSource({
    "mode=fast, mode, 'one of redirect, observe, ab, off'",
    "latency=often, latency, a whole number",
    "ab.seed=-1, ab.seed, a whole number",
    "apis=bytebuffer+, apis, any of bytebuffer+arena",
    "large.threshold=12x, large.threshold, 'a number of bytes, with k, m or g'",
    "large.threshold=-1, large.threshold, a number of bytes",
    "large.threshold=k, large.threshold, a number of bytes",
    "large.threshold=99999999999g, large.threshold, a number of bytes",
    "purge.delay=5, purge.delay, 'a number with ms, s, m or h'",
    "interval=soon, interval, 'a number with ms, s, m or h'",
    "report=xml, report, 'none, or any of text+json+html+collapsed+jfr'",
    "report=none+text, report, 'none, or any of text+json+html+collapsed+jfr'",
    "ab.share=101, ab.share, a number from 0 to 100",
    "prometheus=9464, prometheus, HOST:PORT",
    "prometheus=a:99999, prometheus, HOST:PORT",
    "include=com/example/*, include, class names with dots",
    "exclude=a+, exclude, class names with dots",
    "log=trace, log, 'one of error, warn, info, debug'"
  })
  void shouldRejectBadValueAndSayWhatIsAccepted(String argument, String key, String accepted) {
    String value = argument.substring(argument.indexOf('=') + 1);

    assertThat(mistake(argument, Map.of()))
        .startsWith("option \"" + key + "\": \"" + value + "\" is not accepted")
        .contains("accepted: " + accepted)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "mode=obsrve, observe",
    "mode=OFF, off",
    "report=text+jsn, json",
    "report=non, none",
    "log=debg, debug"
  })
  void shouldSuggestTheNearestValue(String argument, String nearest) {
    assertThat(mistake(argument, Map.of())).contains("did you mean \"" + nearest + "\"?");
  }

  @Test
  void shouldNotSuggestAValueThatIsFarAway() {
    assertThat(mistake("mode=fast", Map.of())).doesNotContain("did you mean");
  }

  @Test
  void shouldRejectAKeyWithoutValue() {
    assertThat(mistake("mode", Map.of())).startsWith("option \"mode\": it has no value");
    assertThat(mistake("report.file=", Map.of())).contains("\"report.file\": it has no value");
  }

  @Test
  void shouldRejectUnknownPropertiesAndVariables() {
    assertThat(mistake(null, Map.of("TINYALLOC_MOD", "off")))
        .contains("\"TINYALLOC_MOD\" in the environment; did you mean \"mode\"?");
    properties.setProperty("tinyalloc.repot", "none");
    assertThat(mistake(null, Map.of()))
        .contains("\"tinyalloc.repot\" in the system properties; did you mean \"report\"?");
  }

  @Test
  void shouldRejectAFileThatCannotBeRead(@TempDir Path folder) {
    assertThat(mistake("config=" + folder.resolve("none"), Map.of()))
        .startsWith("option \"config\": cannot read \"" + folder.resolve("none") + "\" (")
        .contains("accepted: the path of a file");
    assertThat(mistake("config=" + folder, Map.of())).contains("cannot read");
  }

  @Test
  void shouldRejectAFileWithMistakes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("f");
    Files.writeString(file, "mood=off");
    assertThat(mistake("config=" + file, Map.of()))
        .startsWith("unknown option \"mood\" in " + file + "; did you mean \"mode\"?");
    Files.writeString(file, "mode=\\u12");
    assertThat(mistake("config=" + file, Map.of())).contains("cannot read");
    Files.writeString(file, "config=other");
    assertThat(mistake("config=" + file, Map.of())).contains("it cannot stand in the file");
  }

  @Test
  void shouldNotComplainOfAValueThatIsOverruled() throws OptionException {
    properties.setProperty("tinyalloc.mode", "fast");

    assertThat(Options.read("mode=off", properties, Map.of()).mode()).isEqualTo(AgentMode.OFF);
  }

  private String mistake(String argument, Map<String, String> environment) {
    Exception[] thrown = new Exception[1];
    assertThatThrownBy(() -> Options.read(argument, properties, environment))
        .isInstanceOf(OptionException.class)
        .satisfies(e -> thrown[0] = (Exception) e);
    return thrown[0].getMessage();
  }
}
