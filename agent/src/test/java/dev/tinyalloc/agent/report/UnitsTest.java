package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "1034, 1.01 KiB",
    "10234, 9.99 KiB",
    "10235, 10.0 KiB",
    "102348, 99.9 KiB",
    "102349, 100 KiB",
    "1048063, 1023 KiB",
    "1048064, 1.00 MiB",
    "1048576, 1.00 MiB",
    "13207024435, 12.3 GiB",
    "9223372036854775807, 8.00 EiB",
    "-1, -1 B",
    "-1536, -1.50 KiB",
    "-9223372036854775808, -8.00 EiB",
  })
  void shouldWriteBytesWithThreeDigitsAndABinaryUnit(long bytes, String expected) {
    assertThat(Units.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 0",
        "999; 999",
        "1000; 1,000",
        "9999999; 9,999,999",
        "10000000; 10.0 M",
        "999600000; 1.00 G",
        "9223372036854775807; 9.22 E",
        "-999; -999",
        "-1000; -1,000",
        "-123456; -123,456",
        "-9223372036854775808; -9.22 E",
      })
  void shouldWriteCountsInFullUpToTenMillion(long count, String expected) {
    assertThat(Units.count(count)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.00 s",
    "3214, 3.21 s",
    "59940, 59.9 s",
    "60000, 1.00 min",
    "5400000, 1.50 h",
    "259200000, 3.00 d",
  })
  void shouldWriteDurationsInTheUnitThatFits(long millis, String expected) {
    assertThat(Units.duration(millis)).isEqualTo(expected);
  }

  @Test
  void shouldNeverTakeMoreThanNineCharacters() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(Units.bytes(value).length()).isLessThanOrEqualTo(9);
      assertThat(Units.count(Math.abs(value)).length()).isLessThanOrEqualTo(9);
    }
  }

  @Test
  void shouldBeWithinHalfAPercentOfTheValue() {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      long value = 1024 + (random.nextLong() >>> (2 + random.nextInt(50)));
      String[] parts = Units.bytes(value).split(" ");
      double unit = Math.pow(1024, "BKMGTPE".indexOf(parts[1].charAt(0)));
      double shown = Double.parseDouble(parts[0]) * unit;
      assertThat(Math.abs(shown - value) / value).as("%d", value).isLessThanOrEqualTo(0.005);
    }
  }

  @Test
  void shouldWriteTheSameDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Units.bytes(1536)).isEqualTo("1.50 KiB");
      assertThat(Units.count(1_234_567)).isEqualTo("1,234,567");
      assertThat(Units.duration(1_500)).isEqualTo("1.50 s");
    } finally {
      Locale.setDefault(before);
    }
  }
}
