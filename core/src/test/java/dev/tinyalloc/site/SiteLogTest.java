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
      new SiteTally(new Site(1, "Arena.allocate", "C", "m", null, 1, "app"));

  private static int key(int site) {
    return SiteLog.key(site, 100);
  }

  @Test
  void shouldBePlainWhileThereIsOneSiteWithNothingEntered() {
    log.turnTo(key(7));
    boolean unused = log.add(100, 112);
    assertThat(log.isPlain()).isTrue();
    assertThat(log.onlySite()).isEqualTo(7);
    assertThat(log.onlyBytes()).isEqualTo(100);
  }

  @Test
  void shouldPassOnWhatIsPendingAsAllocatedAndFreed() {
    log.turnTo(key(7));
    boolean unused = log.add(100, 112);
    log.pass(tally);
    assertThat(tally.sizes[Sizes.range(100)]).isEqualTo(1);
    assertThat(tally.freedBytes).isEqualTo(100);
    assertThat(tally.blockBytes).isEqualTo(112);
    assertThat(log.onlyCount()).isZero();
    assertThat(log.isFor(key(7))).isTrue();
  }

  @Test
  void shouldNotBePlainOnceASecondSiteHasCome() {
    log.turnTo(key(7));
    log.turnTo(key(8));
    assertThat(log.isPlain()).isFalse();
    log.clear();
    log.turnTo(key(8));
    assertThat(log.isPlain()).isTrue();
  }

  @Test
  void shouldNotBePlainOnceSomethingIsEntered() {
    log.turnTo(key(7));
    log.addEntered(100);
    assertThat(log.isPlain()).isFalse();
    assertThat(log.enteredBytes(0)).isEqualTo(100);
    assertThat(log.bytes(0)).isZero();
  }

  @Test
  void shouldTellRangesOfSizesApart() {
    log.turnTo(SiteLog.key(7, 100));
    boolean unused = log.add(100, 112);
    log.turnTo(SiteLog.key(7, 200));
    unused = log.add(200, 208);
    assertThat(log.isPlain()).isFalse();
    assertThat(log.site(1)).isEqualTo(7);
    assertThat(Sizes.upToBytes(log.range(0))).isEqualTo(128);
    assertThat(Sizes.upToBytes(log.range(1))).isEqualTo(256);
  }

  @Test
  void shouldNotBePlainWhileMoreThanCountsIsToBeEnded() {
    log.turnTo(key(7));
    log.noLongerPlain();
    assertThat(log.isPlain()).isFalse();
    log.clear();
    log.turnTo(key(7));
    assertThat(log.isPlain()).isTrue();
  }

  @Test
  void shouldAskToBeEnteredWhenMuchIsPending() {
    log.turnTo(key(7));
    assertThat(log.add(Gauge.PUBLISH_BYTES, 0)).isFalse();
    assertThat(log.add(1, 0)).isTrue();
    log.entered(0);
    assertThat(log.bytes(0)).isZero();
    assertThat(log.enteredBytes(0)).isEqualTo(Gauge.PUBLISH_BYTES + 1);
    assertThat(log.add(1, 0)).isFalse();
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
      if (!log.isFor(key(site))) {
        log.turnTo(key(site));
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
    assertThat(log.size()).isEqualTo(met.size());
    for (int entry = 0; entry < log.size(); entry++) {
      int site = log.site(entry);
      assertThat(log.bytes(entry)).isEqualTo(pending.getOrDefault(site, 0L));
      assertThat(log.enteredBytes(entry)).isEqualTo(entered.getOrDefault(site, 0L));
      log.ended(entry);
    }
  }

  @Test
  void shouldHaveNothingLeftAfterTheEnd() {
    log.turnTo(key(7));
    boolean unused = log.add(100, 112);
    log.turnTo(key(8));
    log.addEntered(50);
    log.ended(0);
    log.ended(1);
    log.clear();
    log.turnTo(key(7));
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.count(0) + log.bytes(0) + log.cost(0)).isZero();
    assertThat(log.enteredCount(0) + log.enteredBytes(0)).isZero();
  }
}
