package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {

  @Test
  void shouldMapEverySizeToTheSmallestClassThatFits() {
    for (int bytes = 0; bytes <= SizeClasses.MAX_BYTES; bytes++) {
      int c = SizeClasses.classOf(bytes);
      assertThat(SizeClasses.blockBytes(c)).as("block for %d", bytes).isGreaterThanOrEqualTo(bytes);
      if (c > 0) {
        assertThat(SizeClasses.blockBytes(c - 1)).as("class below for %d", bytes).isLessThan(bytes);
      }
    }
  }

  @Test
  void shouldWasteAtMostAQuarterOfTheBlockAbove128Bytes() {
    for (int bytes = 129; bytes <= SizeClasses.MAX_BYTES; bytes++) {
      int block = SizeClasses.blockBytes(SizeClasses.classOf(bytes));
      assertThat(4 * (block - bytes))
          .as("waste for %d in %d", bytes, block)
          .isLessThanOrEqualTo(block);
    }
  }

  @Test
  void shouldHave44ClassesFrom8BytesTo128KiB() {
    assertThat(SizeClasses.COUNT).isEqualTo(44);
    assertThat(SizeClasses.blockBytes(0)).isEqualTo(8);
    assertThat(SizeClasses.blockBytes(43)).isEqualTo(128 << 10);
  }

  @Test
  void shouldAlignBlocksTo16BytesUnlessTheyAre8Or24() {
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      int bytes = SizeClasses.blockBytes(c);
      assertThat(bytes % (bytes == 8 || bytes == 24 ? 8 : 16)).as("block of %d", bytes).isZero();
    }
  }

  @Test
  void shouldLoseAtMostAnEighthAtTheEndOfASlab() {
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      int slab = SizeClasses.granules(c) << SizeClasses.GRANULE_SHIFT;
      assertThat(slab % SizeClasses.blockBytes(c)).as("class %d", c).isLessThanOrEqualTo(slab / 8);
      assertThat(SizeClasses.granules(c)).isLessThanOrEqualTo(Segment.GRANULES);
    }
  }
}
