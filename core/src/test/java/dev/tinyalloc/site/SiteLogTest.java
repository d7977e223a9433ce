package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SiteLogTest {

  private final SiteLog log = new SiteLog();

  private final SiteTally tally =
      new SiteTally(new Site(1, "Arena.allocate", "C", "m", null, 1, "app", false));

  private void turnTo(int site) {
    log.turnTo(site, 100, tally);
  }

  @Test
  void shouldBePlainWhileNothingIsEntered() {
    turnTo(7);
    boolean unused = log.add(100, 112);
    turnTo(8);
    assertThat(log.isPlain()).isTrue();
    log.addEntered(100);
    assertThat(log.isPlain()).isFalse();
    assertThat(log.enteredBytes(1)).isEqualTo(100);
    assertThat(log.bytes(1)).isZero();
  }

  @Test
  void shouldPassOnWhatIsPendingAsAllocatedAndFreed() {
    turnTo(7);
    boolean unused = log.add(100, 112);
    turnTo(8);
    unused = log.add(100, 112);
    assertThat(log.pass()).isEqualTo(2);
    assertThat(log.passedBytes()).isEqualTo(200);
    assertThat(tally.sizes[Sizes.range(100)]).isEqualTo(2);
    assertThat(tally.freedBytes).isEqualTo(200);
    assertThat(tally.blockBytes).isEqualTo(224);
    assertThat(log.count(0) + log.count(1)).isZero();
  }

  @Test
  void shouldExpectTheSameSitesInTheSameOrderAfterTheEnd() {
    turnTo(7);
    turnTo(8);
    assertThat(log.isNext(9, 100)).isFalse();
    long unused = log.pass();
    assertThat(log.isFor(7, 100)).isTrue();
    assertThat(log.isNext(8, 200)).isFalse();
    assertThat(log.isNext(8, 100)).isTrue();
    assertThat(log.isFor(8, 100)).isTrue();
  }

  @Test
  void shouldTellRangesOfSizesApart() {
    log.turnTo(7, 100, tally);
    log.turnTo(7, 200, tally);
    log.turnTo(7, 128, tally);
    assertThat(log.size()).isEqualTo(2);
    assertThat(log.isFor(7, 128)).isTrue();
    assertThat(log.site(1)).isEqualTo(7);
    assertThat(Sizes.upToBytes(log.range(0))).isEqualTo(128);
    assertThat(Sizes.upToBytes(log.range(1))).isEqualTo(256);
  }

  @Test
  void shouldNotBePlainWhileMoreThanCountsIsToBeEnded() {
    turnTo(7);
    log.noLongerPlain();
    assertThat(log.isPlain()).isFalse();
    log.clear();
    assertThat(log.isPlain()).isTrue();
  }

  @Test
  void shouldAskToBeEnteredWhenMuchIsPending() {
    turnTo(7);
    assertThat(log.add(Gauge.PUBLISH_BYTES, 0)).isFalse();
    assertThat(log.add(1, 0)).isTrue();
    assertThat(log.isMuch()).isTrue();
    log.entered(0);
    log.goOn();
    assertThat(log.isMuch()).isFalse();
    assertThat(log.bytes(0)).isZero();
    assertThat(log.enteredBytes(0)).isEqualTo(Gauge.PUBLISH_BYTES + 1);
    assertThat(log.add(1, 0)).isFalse();
  }

  @Test
  void shouldCountDownToASampleAcrossArenas() {
    turnTo(7);
    log.countDown(250);
    assertThat(log.add(100, 112)).isFalse();
    long unused = log.pass();
    assertThat(log.add(100, 112)).isFalse();
    unused = log.pass();
    assertThat(log.add(100, 112)).isTrue();
    assertThat(log.isSampleDue()).isTrue();
    log.countDown(250);
    assertThat(log.isSampleDue()).isFalse();
    assertThat(log.add(100, 112)).isFalse();
  }

  @Test
  void shouldAddUpForEachSiteInWhateverOrderTheyCome() {
    for (int sites : new int[] {1, 2, 3, 16, 17, 18, 100, 1000}) {
      assertAddsUp(sites, new Random(sites));
      log.clear();
    }
  }

  private void assertAddsUp(int sites, Random random) {
    Map<Integer, Long> pending = new HashMap<>();
    Map<Integer, Long> entered = new HashMap<>();
    for (int i = 0; i < 20 * sites; i++) {
      int site = 1 + random.nextInt(sites) * 31;
      long bytes = random.nextInt(100);
      if (!log.isFor(site, 100) && !log.isNext(site, 100)) {
        turnTo(site);
      }
      if (random.nextInt(4) == 0) {
        log.addEntered(bytes);
        entered.merge(site, bytes, Long::sum);
      } else {
        boolean unused = log.add(bytes, bytes);
        pending.merge(site, bytes, Long::sum);
      }
    }
    Set<Integer> met = new HashSet<>(pending.keySet());
    met.addAll(entered.keySet());
    assertThat(log.size()).isGreaterThanOrEqualTo(met.size());
    for (int entry = 0; entry < log.size(); entry++) {
      int site = log.site(entry);
      assertThat(log.bytes(entry)).isEqualTo(pending.getOrDefault(site, 0L));
      assertThat(log.enteredBytes(entry)).isEqualTo(entered.getOrDefault(site, 0L));
      log.ended(entry);
    }
  }

  @Test
  void shouldHaveNothingLeftAfterTheEnd() {
    turnTo(7);
    boolean unused = log.add(100, 112);
    turnTo(8);
    log.addEntered(50);
    log.ended(0);
    log.ended(1);
    log.clear();
    for (int entry = 0; entry < log.size(); entry++) {
      assertThat(log.count(entry) + log.bytes(entry) + log.cost(entry)).isZero();
      assertThat(log.enteredCount(entry) + log.enteredBytes(entry)).isZero();
    }
  }
}
