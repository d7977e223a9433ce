package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Buffers of several threads do not get in each other's way. */
final class Concurrency {

  private static final int THREADS = 8;

  private Concurrency() {}

  static void addTo(Checks checks) {
    checks
        .add("each its own", Concurrency::eachItsOwn)
        .add("fresh is zero", Concurrency::freshIsZero)
        .add("hand over", () -> handOver(2_000, 800))
        .add("hand over large ones", () -> handOver(30, 200_000))
        .add("all free all", Concurrency::allFreeAll)
        .add("many short threads", Concurrency::shortThreads)
        .add("virtual threads", Concurrency::virtualThreads)
        .add("read by all", Concurrency::readByAll);
  }

  private static String eachItsOwn() throws InterruptedException {
    Pool before = Pool.now();
    AtomicInteger damaged = new AtomicInteger();
    Threads.together(THREADS, number -> damaged.addAndGet(turn(number, 500)));
    return Outcome.of(damaged, Pool.now().since(before));
  }

  /** Keeps a few buffers at a time; returns how many were damaged. */
  private static int turn(int seed, int rounds) {
    List<ByteBuffer> kept = new ArrayList<>();
    int damaged = 0;
    for (int i = 0; i < rounds; i++) {
      kept.add(Contents.write(ByteBuffer.allocateDirect(1 + (i * 37 + seed) % 2_000), seed));
      if (kept.size() > 10) {
        ByteBuffer oldest = kept.remove(0);
        damaged += Contents.damage(oldest, seed) < 0 ? 0 : 1;
        Internals.free(oldest);
      }
    }
    kept.forEach(Internals::free);
    return damaged;
  }

  private static String freshIsZero() throws InterruptedException {
    AtomicInteger dirty = new AtomicInteger();
    Threads.together(
        THREADS,
        number -> {
          for (int i = 0; i < 500; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 + (i * 37 + number) % 2_000);
            dirty.addAndGet(Contents.firstSet(buffer) < 0 ? 0 : 1);
            Internals.free(Dirt.fill(buffer));
          }
        });
    return dirty + " dirty";
  }

  private static String handOver(int count, int size) throws InterruptedException {
    Pool before = Pool.now();
    BlockingQueue<ByteBuffer> queue = new ArrayBlockingQueue<>(16);
    AtomicInteger damaged = new AtomicInteger();
    Threads.together(
        2,
        number -> {
          try {
            for (int i = 0; i < count; i++) {
              if (number == 0) {
                queue.put(Contents.write(ByteBuffer.allocateDirect(size), i));
              } else {
                ByteBuffer buffer = queue.take();
                damaged.addAndGet(Contents.damage(buffer, i) < 0 ? 0 : 1);
                Internals.free(buffer);
              }
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return Outcome.of(damaged, Pool.now().since(before));
  }

  private static String allFreeAll() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      buffers.add(ByteBuffer.allocateDirect(64));
    }
    Threads.together(
        THREADS,
        number -> {
          for (int i = 0; i < buffers.size(); i++) {
            Internals.free(buffers.get((i + number * 250) % buffers.size()));
          }
        });
    return Outcome.of(Pool.now().since(before));
  }

  private static String shortThreads() throws InterruptedException {
    Pool before = Pool.now();
    AtomicInteger damaged = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      int seed = i;
      Threads.run(() -> damaged.addAndGet(turn(seed, 20)));
    }
    return Outcome.of(damaged, Pool.now().since(before));
  }

  private static String virtualThreads() throws InterruptedException {
    Pool before = Pool.now();
    AtomicInteger damaged = new AtomicInteger();
    Threads.together(
        2,
        number -> {
          for (int i = 0; i < 50; i++) {
            try {
              Threads.runVirtually(() -> damaged.addAndGet(turn(number, 20)));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return Outcome.of(damaged, Pool.now().since(before));
  }

  private static String readByAll() throws InterruptedException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(50_000), 3);
    AtomicInteger damaged = new AtomicInteger();
    Threads.together(
        THREADS, number -> damaged.addAndGet(Contents.damage(buffer.duplicate(), 3) < 0 ? 0 : 1));
    Internals.free(buffer);
    return damaged + " damaged";
  }
}
