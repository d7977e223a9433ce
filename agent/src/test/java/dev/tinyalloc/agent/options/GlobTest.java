package dev.tinyalloc.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, com.example.Main",
    "com.example.Main, com.example.Main",
    "com.example.*, com.example.Main",
    "com.example.*, com.example.deep.er.Main",
    "*.Main, com.example.Main",
    "com.*.Main, com.a.b.Main",
    "*Buf*Pool*, io.BufferMemoryPool",
    "com.?.Main, com.a.Main",
    "a*b*c, aXbYbZc",
    "Outer$*, Outer$Inner"
  })
  void shouldMatch(String pattern, String name) {
    assertThat(new Glob(pattern).matches(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.*, com.example",
    "com.example.*, com.examples.Main",
    "com.?.Main, com.ab.Main",
    "com.?.Main, com..Main.x",
    "main, Main",
    "com.example.Main, com.example.Main2",
    "a*b, abc",
    "com.e.ample, comXeXample"
  })
  void shouldNotMatch(String pattern, String name) {
    assertThat(new Glob(pattern).matches(name)).isFalse();
  }

  @Test
  @Timeout(5)
  void shouldNotTakeForEverWithManyStars() {
    assertThat(new Glob("*a".repeat(30) + "b").matches("a".repeat(5_000))).isFalse();
  }
}
