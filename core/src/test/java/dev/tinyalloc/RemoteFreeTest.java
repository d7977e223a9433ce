package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.os.Os;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Blocks travel between threads: each is stamped by its maker and checked by whoever frees it. */
class RemoteFreeTest {

  private static final int THREADS = 4;
  private static final int BLOCKS_PER_THREAD = 300_000;

  @Test
  void shouldReturnBlockToOwnerWhenFreedByAnotherThread() throws Exception {
    long liveBefore = TinyAlloc.stats().liveBlockBytes();
    List<BlockingQueue<long[]>> boxes = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      boxes.add(new ArrayBlockingQueue<>(64));
    }
    ExecutorService pool = Executors.newFixedThreadPool(2 * THREADS);
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int me = i;
      futures.add(pool.submit(() -> produce(me, boxes)));
      futures.add(pool.submit(() -> consume(boxes.get(me))));
    }
    for (Future<?> future : futures) {
      future.get();
    }
    pool.shutdown();

    assertThat(TinyAlloc.stats().liveBlockBytes()).isEqualTo(liveBefore);
    for (Slab slab : SpanTable.slabs()) {
      assertThat(slab.isValid()).isTrue();
    }
  }

  private static Void produce(int me, List<BlockingQueue<long[]>> boxes)
      throws InterruptedException {
    Random random = new Random(me);
    for (int sent = 0; sent < BLOCKS_PER_THREAD; sent += 100) {
      long[] batch = new long[100];
      for (int i = 0; i < batch.length; i++) {
        batch[i] = TinyAlloc.malloc(8 + random.nextInt(1000));
        Os.CURRENT.putLong(batch[i], ~batch[i]);
      }
      if (random.nextInt(3) == 0) {
        free(batch);
      } else {
        boxes.get(random.nextInt(THREADS)).put(batch);
      }
    }
    // Each producer ends each consumer's share of itself.
    for (BlockingQueue<long[]> box : boxes) {
      box.put(new long[0]);
    }
    return null;
  }

  private static Void consume(BlockingQueue<long[]> box) throws InterruptedException {
    for (int ended = 0; ended < THREADS; ) {
      long[] batch = box.take();
      if (batch.length == 0) {
        ended++;
      }
      free(batch);
    }
    return null;
  }

  private static void free(long[] batch) {
    for (long block : batch) {
      if (Os.CURRENT.getLong(block) != ~block) {
        throw new AssertionError("block 0x" + Long.toHexString(block) + " changed on its way");
      }
      TinyAlloc.free(block);
    }
  }
}
