package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StderrTest {

  @Test
  void shouldKeepTheEllipsisWhereTheEncodingHasIt() {
    assertThat(Stderr.fit("a…b", "UTF-8")).isEqualTo("a…b");
    assertThat(Stderr.fit("a…b", "windows-1252")).isEqualTo("a…b");
  }

  @Test
  void shouldWriteDotsWhereTheEncodingHasNoEllipsisOrIsUnknown() {
    assertThat(Stderr.fit("a…b", "ANSI_X3.4-1968")).isEqualTo("a...b");
    assertThat(Stderr.fit("a…b", "ISO-8859-1")).isEqualTo("a...b");
    assertThat(Stderr.fit("a…b", "no such thing")).isEqualTo("a...b");
    assertThat(Stderr.fit("a…b", "")).isEqualTo("a...b");
  }
}
