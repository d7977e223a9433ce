package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

  private static final Instant TIME = Instant.parse("2026-01-02T23:04:05.678Z");

  @ParameterizedTest
  @CsvSource({
    "/tmp/report.txt, /tmp/report.txt",
    "r-%p.txt, r-4242.txt",
    "%t, 20260102-230405",
    "%p%p/%t.%p, 42424242/20260102-230405.4242",
    "100%%, 100%",
    "%%p, %p",
    "%%%p, %4242",
    "%q, %q",
    "a%, a%",
    "%, %",
  })
  void shouldReplaceProcessIdTimeAndPercent(String pattern, String expected) {
    assertThat(expand(pattern, "UTC")).isEqualTo(expected);
  }

  @Test
  void shouldUseTheClockOfTheZone() {
    assertThat(expand("%t", "Asia/Tokyo")).isEqualTo("20260103-080405");
  }

  @Test
  void shouldReadTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
      assertThat(expand("%p-%t", "UTC")).isEqualTo("4242-20260102-230405");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String expand(String pattern, String zone) {
    return PathPattern.expand(pattern, 4242, TIME, ZoneId.of(zone));
  }
}
