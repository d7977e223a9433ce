package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.os.Os;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What nobody uses goes back, whoever freed it and whether or not its owner ever comes by again.
 */
class PurgeTest {

  @Test
  void shouldGiveEverythingBackWhileTheOwnersSleep() throws Exception {
    TinyAlloc.purge();
    long before = TinyAlloc.stats().committedBytes();
    int threads = 3;
    CountDownLatch allocated = new CountDownLatch(threads);
    CountDownLatch end = new CountDownLatch(1);
    List<List<Long>> blocks = new ArrayList<>();
    List<Thread> owners = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      List<Long> mine = new ArrayList<>();
      blocks.add(mine);
      Random random = new Random(t);
      owners.add(
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  mine.add(TinyAlloc.malloc(1 + random.nextInt(i % 50 == 0 ? 130_000 : 2000)));
                }
                // Half of it is freed by the owner, in no order; the rest by somebody else.
                for (int i = 0; i < 20_000; i += 2) {
                  TinyAlloc.free(mine.get(i));
                }
                allocated.countDown();
                await(end);
              }));
    }
    owners.forEach(Thread::start);
    await(allocated);
    long peak = TinyAlloc.stats().committedBytes() - before;
    for (List<Long> mine : blocks) {
      for (int i = 1; i < mine.size(); i += 2) {
        TinyAlloc.free(mine.get(i));
      }
    }

    long left = waitUntilCommittedFallsTo(before + peak / 10) - before;

    assertThat(left).as("bytes still committed of %d", peak).isLessThanOrEqualTo(peak / 10);
    end.countDown();
    for (Thread owner : owners) {
      owner.join();
    }
  }

  @Test
  void shouldGiveBackWhatOthersFreedWhileTheOwnerSleeps() throws Exception {
    giveBackWhatOthersFreed(Long.MAX_VALUE);
  }

  /** One call each now and then is not idle, and never gets as far as to look. */
  @Test
  void shouldGiveBackWhatOthersFreedWhileTheOwnerDoesLittle() throws Exception {
    giveBackWhatOthersFreed(100);
  }

  private static void giveBackWhatOthersFreed(long ownerPauseMillis) throws Exception {
    TinyAlloc.purge();
    long before = TinyAlloc.stats().committedBytes();
    CountDownLatch allocated = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    long[] blocks = new long[50_000];
    Thread owner =
        new Thread(
            () -> {
              for (int i = 0; i < blocks.length; i++) {
                blocks[i] = TinyAlloc.malloc(1024);
              }
              allocated.countDown();
              while (!await(end, ownerPauseMillis)) {
                TinyAlloc.free(TinyAlloc.malloc(64));
              }
            });
    owner.start();
    await(allocated);
    long peak = TinyAlloc.stats().committedBytes() - before;
    for (long block : blocks) {
      TinyAlloc.free(block);
    }
    long left = waitUntilCommittedFallsTo(before + peak / 10) - before;
    end.countDown();
    owner.join();
    assertThat(left).as("bytes still committed of %d", peak).isLessThanOrEqualTo(peak / 10);
  }

  private static boolean await(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldNotDisturbOwnersThatAreAtWork() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> owners = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      int seed = t;
      Thread owner = new Thread(() -> workUntil(stop, seed));
      owner.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
      owner.start();
      owners.add(owner);
    }
    long end = System.nanoTime() + 3_000_000_000L;
    int purges = 0;
    while (System.nanoTime() < end) {
      TinyAlloc.purge();
      purges++;
    }
    stop.set(true);
    for (Thread owner : owners) {
      owner.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(purges).isPositive();
    assertThat(GlobalArena.isValid()).isTrue();
  }

  private static void workUntil(AtomicBoolean stop, int seed) {
    Random random = new Random(seed);
    long[] slots = new long[500];
    while (!stop.get()) {
      int slot = random.nextInt(slots.length);
      if (slots[slot] != 0) {
        if (Os.CURRENT.getLong(slots[slot]) != (slots[slot] ^ seed)) {
          throw new AssertionError("a block of seed " + seed + " changed under its owner");
        }
        TinyAlloc.free(slots[slot]);
      }
      slots[slot] = TinyAlloc.malloc(8 + random.nextInt(3000));
      Os.CURRENT.putLong(slots[slot], slots[slot] ^ seed);
    }
    for (long block : slots) {
      TinyAlloc.free(block);
    }
  }

  private static long waitUntilCommittedFallsTo(long bytes) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    long now = TinyAlloc.stats().committedBytes();
    while (now > bytes && System.nanoTime() < end) {
      Thread.sleep(100);
      now = TinyAlloc.stats().committedBytes();
    }
    return now;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
