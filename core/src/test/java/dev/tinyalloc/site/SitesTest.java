package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SitesTest {

  private static int site(int line, String loader) {
    return Sites.register("ByteBuffer.allocateDirect", "a.B", "run", "B.java", line, loader);
  }

  @Test
  void shouldGiveTheSameLineTheSameIdAndEveryLoaderItsOwn() {
    int id = site(1, "app");
    assertThat(site(1, "app")).isEqualTo(id);
    assertThat(site(2, "app")).isNotEqualTo(id);
    assertThat(site(1, "x@1")).isNotEqualTo(id);
    assertThat(Sites.site(id).className()).isEqualTo("a.B");
  }

  @Test
  void shouldKeepIdsWhileItGrows() {
    int first = site(1000, "grow");
    for (int line = 1001; line < 3000; line++) {
      site(line, "grow");
    }
    assertThat(site(1000, "grow")).isEqualTo(first);
    assertThat(Sites.site(first).line()).isEqualTo(1000);
    assertThat(Sites.count()).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void shouldRefuseAnIdThatWasNeverGivenOut() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sites.site(0));
  }

  @Test
  void shouldAddUpTheTalliesOfAllThreads() throws Exception {
    Site site = Sites.site(site(4000, "app"));
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                SiteTally tally = new SiteTally(site);
                for (int i = 0; i < 100_000; i++) {
                  tally.allocated(10);
                  tally.spent(16, false);
                  if (i % 2 == 0) {
                    tally.freed(10);
                  }
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    SiteTotals totals = site.totals();
    assertThat(totals.allocations()).isEqualTo(400_000);
    assertThat(totals.allocations(Sizes.range(10))).isEqualTo(400_000);
    assertThat(totals.allocatedBytes()).isEqualTo(4_000_000);
    assertThat(totals.frees()).isEqualTo(200_000);
    assertThat(totals.liveBytes()).isEqualTo(2_000_000);
    assertThat(totals.blockBytes()).isEqualTo(6_400_000);
    assertThat(totals.peakLiveBytes()).isGreaterThanOrEqualTo(2_000_000);
  }
}
