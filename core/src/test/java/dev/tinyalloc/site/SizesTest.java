package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizesTest {

  @Test
  void shouldFindTheSmallestRangeThatHoldsASize() {
    assertThat(upTo(0)).isEqualTo(8);
    assertThat(upTo(1)).isEqualTo(8);
    for (long limit = 8; limit <= 1L << 31; limit *= 2) {
      assertThat(upTo(limit)).isEqualTo(limit);
      assertThat(upTo(limit - 1)).isEqualTo(limit);
      assertThat(upTo(limit + 1)).isEqualTo(limit == 1L << 31 ? Long.MAX_VALUE : 2 * limit);
    }
  }

  @Test
  void shouldPutWhateverIsLargerIntoTheLastRange() {
    assertThat(Sizes.range(1L << 46)).isEqualTo(Sizes.COUNT - 1);
    assertThat(Sizes.range(Long.MAX_VALUE)).isEqualTo(Sizes.COUNT - 1);
  }

  private static long upTo(long bytes) {
    return Sizes.upToBytes(Sizes.range(bytes));
  }
}
