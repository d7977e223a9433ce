package dev.tinyalloc.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void shouldHaveTheDefaultsOfTheTable() throws OptionException {
    Options options = read(null);

    assertThat(options.mode()).isEqualTo(AgentMode.REDIRECT);
    assertThat(options.apis()).containsExactly(Api.BYTEBUFFER, Api.ARENA);
    assertThat(options.includes()).isEmpty();
    assertThat(options.excludes()).isEmpty();
    assertThat(options.largeThreshold()).isEqualTo(131_072);
    assertThat(options.reports()).containsExactly(ReportFormat.TEXT);
    assertThat(options.reportFile()).isNull();
    assertThat(options.log()).isEqualTo(LogLevel.WARN);
    assertThat(options.collapsed()).isEqualTo(StackBytes.ALLOCATED);
    assertThat(options.prometheus()).isNull();
    assertThat(options.notices()).isEmpty();
  }

  @Test
  void shouldReadWhatTheOtherOutputsAreTold() throws OptionException {
    Options options = read("report=jfr+collapsed,collapsed=live,prometheus=127.0.0.1:9464");

    assertThat(options.reports()).containsExactly(ReportFormat.COLLAPSED, ReportFormat.JFR);
    assertThat(options.collapsed()).isEqualTo(StackBytes.LIVE);
    assertThat(options.prometheus()).isEqualTo("127.0.0.1:9464");
    assertThat(options.notices()).isEmpty();
  }

  @Test
  void shouldReadEveryKeyThatIsAvailable() throws OptionException {
    Options options =
        read(
            "mode=observe,apis=bytebuffer,include=com.a.*+org.?.B,exclude=com.a.C,"
                + "large.threshold=64k,report=json+text,report.file=/tmp/r-%p.json,log=debug");

    assertThat(options.mode()).isEqualTo(AgentMode.OBSERVE);
    assertThat(options.apis()).containsExactly(Api.BYTEBUFFER);
    assertThat(options.includes()).containsExactly("com.a.*", "org.?.B");
    assertThat(options.excludes()).containsExactly("com.a.C");
    assertThat(options.largeThreshold()).isEqualTo(65_536);
    assertThat(options.reports()).containsExactly(ReportFormat.TEXT, ReportFormat.JSON);
    assertThat(options.reportFile()).isEqualTo("/tmp/r-%p.json");
    assertThat(options.log()).isEqualTo(LogLevel.DEBUG);
    assertThat(options.notices()).isEmpty();
  }

  @Test
  void shouldKnowHowBothServe() throws OptionException {
    Options options = read("mode=ab,ab.share=30,ab.unit=thread,ab.seed=7,latency=10");

    assertThat(options.mode()).isEqualTo(AgentMode.AB);
    assertThat(options.abPercent()).isEqualTo(30);
    assertThat(options.abUnit()).isEqualTo(AbUnit.THREAD);
    assertThat(options.abSeed()).isEqualTo(7);
    assertThat(options.timedOneIn()).isEqualTo(10);
  }

  @Test
  void shouldTimeCallsInModeAbAndElseOnlyIfAsked() throws OptionException {
    assertThat(read("mode=ab").timedOneIn()).isEqualTo(64);
    assertThat(read("mode=observe").timedOneIn()).isZero();
    assertThat(read("mode=redirect,latency=1").timedOneIn()).isOne();
  }

  @Test
  void shouldSampleStacksEvery512KiBUnlessToldOtherwise() throws OptionException {
    assertThat(read("").stackBytes()).isEqualTo(512 << 10);
    assertThat(read("stacks=1m").stackBytes()).isEqualTo(1 << 20);
    assertThat(read("stacks=0").stackBytes()).isZero();
    assertThat(read("").fixesStackBytes()).isFalse();
    assertThat(read("stacks=512k").fixesStackBytes()).isTrue();
    assertThat(read("stacks=0").notices()).isEmpty();
  }

  @Test
  void shouldServeAllCallersUnlessToldOtherwise() throws OptionException {
    assertThat(read("").servesAllCallers()).isTrue();
    assertThat(read("callers=sites").servesAllCallers()).isFalse();
    assertThat(read("callers=sites").notices()).isEmpty();
  }

  @Test
  void shouldTakeBothKindsOfDebuggingAtOnce() throws OptionException {
    assertThat(read("debug=check+guard").checks()).isTrue();
    assertThat(read("debug=check+guard").guards()).isTrue();
    assertThat(read("debug=check").guards()).isFalse();
    assertThat(read("").checks()).isFalse();
  }

  @Test
  void shouldLeaveTheAllocatorsOwnPropertiesAlone() throws OptionException {
    Properties properties = new Properties();
    properties.setProperty("tinyalloc.limit", "64m");
    properties.setProperty("tinyalloc.arena.batch", "2");
    assertThat(Options.read("", properties, Map.of()).notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"purge.delay=1s", "stacks=512k", "debug=none", "ab.share=50"})
  void shouldNotComplainOfADefault(String argument) throws OptionException {
    assertThat(read(argument).notices()).isEmpty();
  }

  @Test
  void shouldTakeEachApiByItself() throws OptionException {
    assertThat(read("apis=arena").apis()).containsExactly(Api.ARENA);
    assertThat(read("apis=bytebuffer").apis()).containsExactly(Api.BYTEBUFFER);
    assertThat(read("apis=arena").notices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "4096,4096", "1k,1024", "2M,2097152", "3g,3221225472"})
  void shouldReadSizes(String text, long bytes) throws OptionException {
    assertThat(read("large.threshold=" + text).largeThreshold()).isEqualTo(bytes);
  }

  @Test
  void shouldReadThePurgeDelayInMilliseconds() throws OptionException {
    assertThat(read("purge.delay=500ms").purgeDelayMillis()).isEqualTo(500);
    assertThat(read("purge.delay=2m").purgeDelayMillis()).isEqualTo(120_000);
    assertThat(read("").purgeDelayMillis()).isEqualTo(1000);
  }

  @Test
  void shouldSayThatBlocksEndAt128KiB() throws OptionException {
    assertThat(read("large.threshold=1m").notices()).singleElement().asString().contains("128k");
    assertThat(read("large.threshold=128k").notices()).isEmpty();
  }

  @Test
  void shouldReadEveryFormOfAReport() throws OptionException {
    assertThat(read("report=html+text+json").reports())
        .containsExactly(ReportFormat.TEXT, ReportFormat.JSON, ReportFormat.HTML);
  }

  @Test
  void shouldReadNoReport() throws OptionException {
    assertThat(read("report=none").reports()).isEmpty();
  }

  @Test
  void shouldIgnoreBlanksAndEmptyPartsAndLetTheLastWin() throws OptionException {
    Options options = read(" mode = observe ,, mode=off,");

    assertThat(options.mode()).isEqualTo(AgentMode.OFF);
  }

  @Test
  void shouldPreferTheArgumentThenPropertiesThenEnvironmentThenFile(@TempDir Path folder)
      throws OptionException, IOException {
    Path file = folder.resolve("tinyalloc.properties");
    Files.writeString(file, "mode=off\nlog=error\nreport=json\nlarge.threshold=8k\n");
    environment.put("TINYALLOC_CONFIG", file.toString());
    environment.put("TINYALLOC_LOG", "info");
    environment.put("TINYALLOC_REPORT", "none");
    environment.put("TINYALLOC_MODE", "redirect");
    properties.setProperty("tinyalloc.report", "text");
    properties.setProperty("tinyalloc.mode", "redirect");

    Options options = read("mode=observe");

    assertThat(options.mode()).isEqualTo(AgentMode.OBSERVE);
    assertThat(options.reports()).containsExactly(ReportFormat.TEXT);
    assertThat(options.log()).isEqualTo(LogLevel.INFO);
    assertThat(options.largeThreshold()).isEqualTo(8_192);
  }

  @Test
  void shouldReadVariablesOfKeysWithDotsAndIgnoreEmptyOnes() throws OptionException {
    environment.put("TINYALLOC_LARGE_THRESHOLD", "16k");
    environment.put("TINYALLOC_MODE", "");

    Options options = read(null);

    assertThat(options.largeThreshold()).isEqualTo(16_384);
    assertThat(options.mode()).isEqualTo(AgentMode.REDIRECT);
  }

  @Test
  void shouldListTheOptionsInForceAsTheUserWritesThem() throws OptionException {
    assertThat(read("mode=observe,large.threshold=64k").asMap())
        .containsEntry("mode", "observe")
        .containsEntry("large.threshold", "64k")
        .containsEntry("report", "text")
        .doesNotContainKeys("include", "prometheus");
  }

  private Options read(String argument) throws OptionException {
    return Options.read(argument, properties, environment);
  }
}
