package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tinyalloc.os.Os;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TinyAllocTest {

  @Test
  void shouldIgnoreTheNullAddress() {
    TinyAlloc.free(0);
  }

  @Test
  void shouldZeroCallocAndRejectOverflow() {
    long block = TinyAlloc.calloc(16, 64);
    for (int i = 0; i < 128; i++) {
      assertThat(Os.CURRENT.getLong(block + 8L * i)).isZero();
    }
    TinyAlloc.free(block);
    for (long[] bad : new long[][] {{-1, 8}, {8, -1}, {1L << 40, 1L << 40}, {Long.MAX_VALUE, 2}}) {
      assertThatIllegalArgumentException().isThrownBy(() -> TinyAlloc.calloc(bad[0], bad[1]));
    }
  }

  @Test
  void shouldKeepTheContentThroughRealloc() {
    long block = TinyAlloc.realloc(0, 100);
    for (int i = 0; i < 12; i++) {
      Os.CURRENT.putLong(block + 8L * i, i);
    }
    for (long bytes : new long[] {110, 1000, 100_000, 1_000_000, 96}) {
      block = TinyAlloc.realloc(block, bytes);
      assertThat(TinyAlloc.usableSize(block)).isGreaterThanOrEqualTo(bytes);
      for (int i = 0; i < 12; i++) {
        assertThat(Os.CURRENT.getLong(block + 8L * i)).isEqualTo(i);
      }
    }
    assertThat(TinyAlloc.usableSize(block)).as("shrunk").isLessThan(1000);
    long last = block;
    assertThatIllegalArgumentException().isThrownBy(() -> TinyAlloc.realloc(last, -1));
    TinyAlloc.free(last);
    assertThatIllegalArgumentException().isThrownBy(() -> TinyAlloc.realloc(last, 10));
  }

  @Test
  void shouldTellTheUsableSizeOfLiveBlocksOnly() {
    long block = TinyAlloc.malloc(100);
    assertThat(TinyAlloc.usableSize(block)).isEqualTo(112);
    TinyAlloc.free(block);
    long large = TinyAlloc.malloc(1_000_000);
    assertThat(TinyAlloc.usableSize(large)).isGreaterThanOrEqualTo(1_000_000);
    TinyAlloc.free(large);
    assertThatIllegalArgumentException().isThrownBy(() -> TinyAlloc.usableSize(large));
  }

  @Test
  void shouldHandTheHeapOfADeadThreadToTheNextOne() throws Exception {
    int before = TinyAlloc.stats().heaps();
    for (int i = 0; i < 300; i++) {
      Thread thread = new Thread(() -> TinyAlloc.free(TinyAlloc.malloc(64)));
      thread.start();
      thread.join();
    }
    assertThat(TinyAlloc.stats().heaps()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void shouldStayFlatThroughFiftyThousandThreadsThatEachHandLiveBlocksOn() throws Exception {
    AtomicReference<long[]> handed = new AtomicReference<>(new long[0]);
    long committed = 0;
    int heaps = 0;
    for (int i = 0; i < 50_000; i++) {
      int size = 8 << (i % 12);
      Thread thread =
          new Thread(
              () -> {
                long[] mine = {TinyAlloc.malloc(size), TinyAlloc.malloc(200)};
                for (long block : handed.getAndSet(mine)) {
                  TinyAlloc.free(block);
                }
              });
      thread.start();
      thread.join();
      if (i == 500) {
        committed = TinyAlloc.stats().committedBytes();
        heaps = TinyAlloc.stats().heaps();
      }
    }
    for (long block : handed.get()) {
      TinyAlloc.free(block);
    }
    assertThat(TinyAlloc.stats().committedBytes()).isLessThanOrEqualTo(committed);
    assertThat(TinyAlloc.stats().heaps()).isLessThanOrEqualTo(heaps + 1);
  }

  @Test
  void shouldMakeNoMoreHeapsThanCarriersForAMillionVirtualThreads() throws Exception {
    // By reflection, since the tests are compiled for JDK 17 too; they run on 25.
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    AtomicLong freed = new AtomicLong();
    Runnable pair =
        () -> {
          TinyAlloc.free(TinyAlloc.malloc(64));
          freed.incrementAndGet();
        };
    int before = TinyAlloc.stats().heaps();
    Thread[] threads = new Thread[10_000];
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < threads.length; i++) {
        threads[i] = (Thread) start.invoke(null, pair);
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(freed.get()).isEqualTo(1_000_000);
    assertThat(TinyAlloc.stats().heaps() - before)
        .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 2);
  }

  @Test
  void shouldKeepBlocksOfADeadThreadValid() throws Exception {
    AtomicLong address = new AtomicLong();
    Thread thread =
        new Thread(
            () -> {
              address.set(TinyAlloc.malloc(64));
              Os.CURRENT.putLong(address.get(), 42);
            });
    thread.start();
    thread.join();
    assertThat(Os.CURRENT.getLong(address.get())).isEqualTo(42);
    TinyAlloc.free(address.get());
    assertThatIllegalArgumentException().isThrownBy(() -> TinyAlloc.free(address.get()));
  }

  @Test
  void shouldKeepFiguresThatAddUp() {
    long small = TinyAlloc.malloc(1000);
    long large = TinyAlloc.malloc(1 << 20);
    AllocatorStats stats = TinyAlloc.stats();
    long sum =
        stats.liveBlockBytes()
            + stats.freeBlockBytes()
            + stats.uncutBytes()
            + stats.emptySegmentBytes()
            + stats.largeBytes()
            + stats.cachedLargeBytes();
    assertThat(stats.committedBytes()).isEqualTo(sum);
    assertThat(stats.largeBytes()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(stats.reservedBytes()).isGreaterThanOrEqualTo(stats.committedBytes());
    TinyAlloc.free(small);
    TinyAlloc.free(large);
  }
}
