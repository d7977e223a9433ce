package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Random operations against a plain model; see {@link Model}. {@code -Dtinyalloc.soak=N} runs N
 * times as many seeds, {@code -Dtinyalloc.seed=S} begins with another one.
 */
class ModelTest {

  /** Operations per seed. */
  private static final int STEPS = 2_500_000;

  @Test
  void shouldBehaveLikeAMapFromAddressesToContents() {
    long firstSeed = Long.getLong("tinyalloc.seed", 20);
    long seeds = 4 * Long.getLong("tinyalloc.soak", 1);
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      Model.run(seed, STEPS);
    }
    assertThat(GlobalArena.isValid()).isTrue();
    assertThat(LargeBlocks.isValid()).isTrue();
    assertThat(LargeCache.isValid()).isTrue();
  }
}
