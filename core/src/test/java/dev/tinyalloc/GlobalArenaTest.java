package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GlobalArenaTest {

  @Test
  void shouldGrowByThePlansFormula() {
    for (int count = 0; count < 40; count++) {
      long expected = (4L << 20) * (1L << Math.min(count / 8, 6));
      assertThat(GlobalArena.arenaBytes(count, 4L << 20, 8, 6))
          .as("arena %d", count)
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldGrowByWhateverWasConfigured() {
    assertThat(GlobalArena.arenaBytes(0, 1 << 20, 2, 3)).isEqualTo(1 << 20);
    assertThat(GlobalArena.arenaBytes(2, 1 << 20, 2, 3)).isEqualTo(2 << 20);
    assertThat(GlobalArena.arenaBytes(7, 1 << 20, 2, 3)).isEqualTo(8 << 20);
    assertThat(GlobalArena.arenaBytes(39, 1 << 20, 2, 3)).isEqualTo(8 << 20);
  }

  @Test
  void shouldNotLoseOrRepeatASegmentWhenManyThreadsGrowAtOnce() throws Exception {
    long before = GlobalArena.totals().inUseBytes();
    Heap heap = Heap.create();
    int threads = 8;
    long each = 40;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Callable<List<Segment>>> takers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      takers.add(
          () -> {
            List<Segment> mine = new ArrayList<>();
            for (int i = 0; i < each; i++) {
              mine.add(GlobalArena.acquire(heap));
            }
            return mine;
          });
    }
    List<Segment> all = new ArrayList<>();
    for (Future<List<Segment>> future : pool.invokeAll(takers)) {
      all.addAll(future.get());
    }
    pool.shutdown();

    Set<Long> bases = new HashSet<>();
    for (Segment segment : all) {
      assertThat(bases.add(segment.take(Segment.GRANULES))).isTrue();
    }
    assertThat(GlobalArena.totals().inUseBytes() - before)
        .isEqualTo(threads * each * Segment.BYTES);
    assertThat(GlobalArena.isValid()).isTrue();
    all.forEach(GlobalArena::release);
    assertThat(GlobalArena.totals().inUseBytes()).isEqualTo(before);
    assertThat(GlobalArena.isValid()).isTrue();
    heap.close();
  }

  @Test
  void shouldDecommitWhatNobodyUses() {
    Heap heap = Heap.create();
    Segment segment = GlobalArena.acquire(heap);
    GlobalArena.release(segment);
    assertThat(GlobalArena.totals().emptyBytes()).isPositive();
    long given = GlobalArena.purge();
    assertThat(TinyAlloc.canPurge())
        .as("this JVM exposes the system's pages to the tests")
        .isTrue();
    assertThat(given).isPositive();
    assertThat(GlobalArena.totals().emptyBytes()).isZero();
    assertThat(GlobalArena.isValid()).isTrue();
    heap.close();
  }
}
