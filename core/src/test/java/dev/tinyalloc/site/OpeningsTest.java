package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpeningsTest {

  private static int opening(String kind, int line) {
    return Openings.register(kind, "com.example.Main", "run", "Main.java", line, "app");
  }

  @Test
  void shouldKnowALineAgainAndTellKindsApart() {
    int confined = opening("confined", 1);
    assertThat(opening("confined", 1)).isEqualTo(confined);
    assertThat(opening("shared", 1)).isNotEqualTo(confined);
    assertThat(Openings.opening(confined).kind()).isEqualTo("confined");
  }

  @Test
  void shouldAddUpWhatThreadsHaveCounted() {
    Opening opening = Openings.opening(opening("confined", 2));
    OpeningTally one = new OpeningTally(opening);
    OpeningTally other = new OpeningTally(opening);
    assertThat(one.opened()).isTrue();
    assertThat(one.opened()).isFalse();
    assertThat(other.opened()).isTrue();
    other.closed(3, 100);
    opening.closedApart();
    boolean first = opening.neverClosed();
    OpeningTotals totals = opening.totals();
    assertThat(first).isTrue();
    assertThat(opening.neverClosed()).isFalse();
    assertThat(totals.opened()).isEqualTo(3);
    assertThat(totals.closed()).isEqualTo(2);
    assertThat(totals.neverClosed()).isEqualTo(1);
    assertThat(totals.segments()).isEqualTo(3);
    assertThat(totals.bytes()).isEqualTo(100);
  }

  @Test
  void shouldTimeTheFirstArenaAndOneInSixtyFour() {
    OpeningTally tally = new OpeningTally(Openings.opening(opening("confined", 3)));
    int timed = 0;
    for (int i = 0; i < 640; i++) {
      timed += tally.opened() ? 1 : 0;
    }
    assertThat(timed).isEqualTo(10);
  }

  @Test
  void shouldGuessWhatArenasOfALineTakeUnlessManyAreOpen() {
    OpeningTally tally = new OpeningTally(Openings.opening(opening("confined", 4)));
    assertThat(tally.guess()).isZero();
    boolean unused = tally.opened();
    tally.closed(1, 1000);
    tally.learn(1008);
    assertThat(tally.guess()).isEqualTo(1008);
    for (int i = 0; i < 100; i++) {
      unused = tally.opened();
    }
    assertThat(tally.guess()).isZero();
  }

  @Test
  void shouldBeSureOfACallerOnlyAfterManyEqualAnswers() {
    OpeningTally tally = new OpeningTally(Openings.opening(opening("confined", 5)));
    for (int i = 0; i < 1000 && !tally.isSure(); i++) {
      assertThat(i).isLessThan(300);
      tally.found(9);
    }
    assertThat(tally.usualSite()).isEqualTo(9);
    tally.found(10);
    assertThat(tally.isSure()).isFalse();
  }

  @Test
  void shouldRefuseAnIdThatNobodyHas() {
    assertThatThrownBy(() -> Openings.opening(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
