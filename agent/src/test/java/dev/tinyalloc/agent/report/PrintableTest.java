package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void shouldLeaveOrdinaryNamesAlone() {
    String name = "com.exämple.Main$Inner-1 <clinit> 名前 😀";
    assertThat(Printable.escape(name)).isEqualTo(name);
  }

  @Test
  void shouldEscapeWhatMovesTheCursorOrHides() {
    assertThat(Printable.escape("a\nb\rc\td\\e")).isEqualTo("a\\nb\\rc\\td\\\\e");
    assertThat(Printable.escape("\0\33[31m\177\u0085"))
        .isEqualTo("\\u0000\\u001b[31m\\u007f\\u0085");
    // A line separator, a right-to-left override, a zero-width joiner, a combining accent, a BOM.
    assertThat(Printable.escape("\u2028\u202e\u200d\u0301\ufeff"))
        .isEqualTo("\\u2028\\u202e\\u200d\\u0301\\ufeff");
    assertThat(Printable.escape("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
    assertThat(Printable.escape("\u00a0\u3000")).isEqualTo("\\u00a0\\u3000");
  }

  @Test
  void shouldGiveDifferentTextsForDifferentNames() {
    assertThat(Printable.escape("\\n")).isNotEqualTo(Printable.escape("\n"));
  }

  @Test
  void shouldCountWideCharactersTwiceAndAnEllipsisAsThreeDots() {
    assertThat(Printable.columns("abc")).isEqualTo(3);
    assertThat(Printable.columns("名前")).isEqualTo(4);
    assertThat(Printable.columns("😀")).isEqualTo(2);
    assertThat(Printable.columns("a…b")).isEqualTo(5);
  }

  @Test
  void shouldCutTheMiddleOnlyWhereTheTextIsTooLong() {
    assertThat(Printable.cutMiddle("0123456789", 10)).isEqualTo("0123456789");
    assertThat(Printable.cutMiddle("0123456789a", 10)).isEqualTo("01…6789a");
    assertThat(Printable.cutMiddle("名前名前名前", 10)).isEqualTo("名…名前");
  }

  @Test
  void shouldNeverExceedTheColumnsNorSplitACharacter() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      int columns = 10 + random.nextInt(60);
      String cut = Printable.cutMiddle(text, columns);
      assertThat(Printable.columns(cut)).isLessThanOrEqualTo(columns);
      assertThat(Printable.escape(cut)).isEqualTo(cut);
      if (Printable.columns(text) > columns) {
        assertThat(Printable.columns(cut)).isGreaterThanOrEqualTo(columns - 2);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(100);
    while (text.length() < length) {
      text.append(random.nextBoolean() ? "x" : random.nextBoolean() ? "字" : "😀");
    }
    return text.toString();
  }
}
