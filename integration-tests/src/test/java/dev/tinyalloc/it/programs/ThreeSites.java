package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;

/**
 * Four threads allocate at a lambda, a constructor and a method; a static initialiser adds one
 * buffer. Some buffers are freed by their thread, some by another one, some, if the argument is
 * {@code collect}, by the collector, and the rest stays reachable until the end.
 */
public final class ThreeSites {

  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  /** Most buffers are smaller; some are larger than 128 KiB, where the tiers end. */
  private static final int SMALL = 2_000;

  private static final int LARGE = 300_000;

  private static final Ledger.Entry EARLY = Ledger.born(ByteBuffer.allocateDirect(12_345));

  private final Queue<Ledger.Entry> toFree = new ConcurrentLinkedQueue<>();
  private final List<Ledger.Entry> kept = new ArrayList<>();
  private final IntFunction<Ledger.Entry> maker;
  private final boolean collect;
  private final Random random;

  private ThreeSites(int seed, boolean collect, IntFunction<Ledger.Entry> maker) {
    this.maker = maker;
    this.random = new Random(seed);
    this.collect = collect;
  }

  public static void main(String[] arguments) throws InterruptedException {
    boolean collect = arguments.length > 0 && arguments[0].equals("collect");
    IntFunction<Ledger.Entry> lambda = size -> Ledger.born(ByteBuffer.allocateDirect(size));
    ThreeSites[] workers = new ThreeSites[THREADS];
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      workers[i] = new ThreeSites(i, collect, lambda);
    }
    for (int i = 0; i < THREADS; i++) {
      ThreeSites worker = workers[i];
      ThreeSites neighbour = workers[(i + 1) % THREADS];
      threads[i] = new Thread(() -> worker.work(neighbour));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (ThreeSites worker : workers) {
      worker.freeWhatOthersMade();
    }
    if (collect) {
      Ledger.awaitCollection();
    }
    Ledger.print();
    stayReachable(workers, EARLY);
  }

  /** Keeps what was not freed from the collector to the very end. */
  private static void stayReachable(ThreeSites[] workers, Ledger.Entry early) {
    Thread end = new Thread(() -> System.out.print(workers.length > 0 && early != null ? "" : "!"));
    Runtime.getRuntime().addShutdownHook(end);
  }

  private void work(ThreeSites neighbour) {
    for (int i = 0; i < ROUNDS; i++) {
      Ledger.Entry entry = make(size());
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> entry.free();
        case 3, 4 -> neighbour.toFree.add(entry);
        case 5 -> kept.add(entry);
        default -> end(entry);
      }
      freeWhatOthersMade();
    }
  }

  private void end(Ledger.Entry entry) {
    if (collect) {
      entry.drop();
    } else {
      entry.free();
    }
  }

  private Ledger.Entry make(int size) {
    return switch (random.nextInt(3)) {
      case 0 -> maker.apply(size);
      case 1 -> new Holder(size).entry;
      default -> plain(size);
    };
  }

  private static Ledger.Entry plain(int size) {
    return Ledger.born(ByteBuffer.allocateDirect(size));
  }

  private int size() {
    return random.nextInt(100) == 0 ? random.nextInt(LARGE) : random.nextInt(SMALL);
  }

  private void freeWhatOthersMade() {
    for (Ledger.Entry entry = toFree.poll(); entry != null; entry = toFree.poll()) {
      entry.free();
    }
  }

  private static final class Holder {
    final Ledger.Entry entry;

    Holder(int size) {
      entry = Ledger.born(ByteBuffer.allocateDirect(size));
    }
  }
}
