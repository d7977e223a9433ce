package dev.tinyalloc.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GaugeTest {

  @Test
  void shouldKnowTheExactPeakOfOneThread() {
    Gauge gauge = new Gauge();
    Gauge.Part part = new Gauge.Part(gauge);
    long level = 0;
    long peak = 0;
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      long change = Math.max(-level, random.nextInt(200_000) - 100_000);
      move(part, change);
      ;
      level += change;
      peak = Math.max(peak, level);
    }
    assertThat(gauge.level()).isEqualTo(level);
    assertThat(gauge.peak()).isEqualTo(peak);
  }

  @Test
  void shouldAddUpThreadsThatRaiseAndThreadsThatLower() throws Exception {
    Gauge gauge = new Gauge();
    Thread[] threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      long sign = t % 2 == 0 ? 1 : -1;
      threads[t] =
          new Thread(
              () -> {
                Gauge.Part part = new Gauge.Part(gauge);
                for (int i = 0; i < 100_000; i++) {
                  move(part, sign * (i % 100));
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(gauge.level()).isZero();
    assertThat(gauge.peak()).isBetween(0L, 4L * 100_000 * 50);
  }

  private static void move(Gauge.Part part, long change) {
    if (change < 0) {
      part.lower(-change);
    } else {
      part.raise(change);
    }
  }
}
