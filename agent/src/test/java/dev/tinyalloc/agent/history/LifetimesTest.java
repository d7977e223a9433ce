package dev.tinyalloc.agent.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LifetimesTest {

  private static final int SITES = 10_000;

  private final Lifetimes lifetimes = new Lifetimes();

  @Test
  void shouldKnowNothingOfASiteWithoutEndedSamples() {
    assertThat(lifetimes.samples(3)).isZero();
    assertThat(lifetimes.micros(3, 50)).isZero();
    lifetimes.ended(3, 1_000, 1);
    assertThat(lifetimes.samples(4)).isZero();
    assertThat(lifetimes.micros(2, 99)).isZero();
  }

  @Test
  void shouldCountAllocationsNotSamples() {
    lifetimes.ended(1, 5_000_000, 90.5);
    lifetimes.ended(1, 70_000_000_000L, 9.5);
    assertThat(lifetimes.samples(1)).isEqualTo(2);
    assertThat(lifetimes.micros(1, 90)).isCloseTo(5_000, within(40L));
    assertThat(lifetimes.micros(1, 95)).isCloseTo(70_000_000, within(70_000_000L / 128));
  }

  @Test
  void shouldNotLoseTheFractionsOfWeights() {
    for (int i = 0; i < 1_000; i++) {
      lifetimes.ended(1, 1_000_000, 0.3);
      lifetimes.ended(2, 1_000_000, 1.3);
      lifetimes.ended(2, 9_000_000_000L, 0.4);
    }
    assertThat(lifetimes.samples(1)).isEqualTo(1_000);
    assertThat(lifetimes.micros(2, 76)).isCloseTo(1_000, within(8L));
    assertThat(lifetimes.micros(2, 77)).isCloseTo(9_000_000, within(9_000_000L / 128));
  }

  @Test
  void shouldTakeLittleMemoryForManySites() {
    Random random = new Random(1);
    for (int i = 0; i < 20 * SITES; i++) {
      long nanos = (long) Math.exp(Math.log(1e12) * random.nextDouble());
      lifetimes.ended(random.nextInt(SITES), nanos, 3.7);
    }
    System.out.println("Lifetimes of 10,000 sites take " + lifetimes.footprintBytes() + " bytes");
    assertThat(lifetimes.footprintBytes()).isLessThan(32 << 20);
  }
}
