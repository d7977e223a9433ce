package dev.tinyalloc.agent.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {

  private static final Offset<Double> EXACT = within(1e-12);

  /** As in the documentation of R's p.adjust, and worked by hand. */
  @Test
  void shouldCorrectAsPublished() {
    assertThat(Holm.correct(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, EXACT);
  }

  @Test
  void shouldGoNoHigherThanOne() {
    assertThat(Holm.correct(0.9, 0.8)).containsExactly(1, 1);
  }

  @Test
  void shouldLeaveASingleOneAsItIs() {
    assertThat(Holm.correct(0.04)).containsExactly(0.04);
    assertThat(Holm.correct()).isEmpty();
  }
}
