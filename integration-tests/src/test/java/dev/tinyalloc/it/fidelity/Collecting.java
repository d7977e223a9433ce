package dev.tinyalloc.it.fidelity;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Buffers that are dropped: the collector frees them, and no others. */
final class Collecting {

  private Collecting() {}

  static void addTo(Checks checks) {
    checks
        .add("one", () -> dropped(1, 1_000))
        .add("many", () -> dropped(2_000, 300))
        .add("large", () -> dropped(10, 500_000))
        .add("empty", () -> dropped(10, 0))
        .add("kept", Collecting::kept)
        .add("freed before", Collecting::freedBefore)
        .add("weak reference", Collecting::weak)
        .add("phantom reference", Collecting::phantom)
        .add("by a dead thread", Collecting::deadThread)
        .add("by a virtual thread", Collecting::virtualThread)
        .add("slice keeps, then drops", Collecting::slice)
        .add("cleaner outlives", Collecting::cleanerOutlives)
        .add("again and again", Collecting::rounds);
  }

  private static String dropped(int count, int size) throws InterruptedException {
    Pool before = Pool.now();
    drop(count, size);
    return Pool.backTo(before);
  }

  private static void drop(int count, int size) {
    for (int i = 0; i < count; i++) {
      Dirt.fill(ByteBuffer.allocateDirect(size));
    }
  }

  private static String kept() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> kept = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      kept.add(Contents.write(ByteBuffer.allocateDirect(1_000), i));
      drop(2, 1_000);
    }
    // Those that are kept, as if there had been no others.
    Pool rest = new Pool(before.count() + 300, 0, 0, 0, 0, 0);
    boolean freed = Pool.backTo(rest).startsWith("back");
    Pool after = Pool.now().since(before);
    int damaged = 0;
    for (int i = 0; i < kept.size(); i++) {
      damaged += Contents.damage(kept.get(i), i) < 0 ? 0 : 1;
    }
    kept.clear();
    return Outcome.of(freed, after, damaged, Pool.backTo(before));
  }

  private static String freedBefore() throws InterruptedException {
    Pool before = Pool.now();
    for (int i = 0; i < 300; i++) {
      Internals.free(ByteBuffer.allocateDirect(1_000));
    }
    System.gc();
    Thread.sleep(20);
    return Outcome.of(Pool.now().since(before));
  }

  private static String weak() throws InterruptedException {
    WeakReference<ByteBuffer> reference = new WeakReference<>(ByteBuffer.allocateDirect(1_000));
    return await(reference, null);
  }

  private static String phantom() throws InterruptedException {
    ReferenceQueue<ByteBuffer> queue = new ReferenceQueue<>();
    var reference = new PhantomReference<>(ByteBuffer.allocateDirect(1_000), queue);
    return await(reference, queue);
  }

  private static String await(Reference<ByteBuffer> reference, ReferenceQueue<ByteBuffer> queue)
      throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      System.gc();
      Thread.sleep(5);
      boolean gone = queue == null ? reference.refersTo(null) : queue.poll() == reference;
      if (gone) {
        return "gone";
      }
    }
    return "still there";
  }

  private static String deadThread() throws InterruptedException {
    Pool before = Pool.now();
    Threads.run(() -> drop(100, 2_000));
    return Pool.backTo(before);
  }

  private static String virtualThread() throws InterruptedException {
    Pool before = Pool.now();
    Threads.runVirtually(() -> drop(100, 2_000));
    return Pool.backTo(before);
  }

  private static String slice() throws InterruptedException {
    Pool before = Pool.now();
    ByteBuffer slice = Contents.write(ByteBuffer.allocateDirect(1_000), 5).slice(0, 1_000);
    drop(100, 1_000);
    System.gc();
    Thread.sleep(20);
    Dirt.spread(1_000, 200);
    int damage = Contents.damage(slice, 5);
    slice = null;
    return Outcome.of(damage, Pool.backTo(before), slice);
  }

  /** Programs keep a buffer's cleaner: the buffer goes, and is freed once. */
  private static String cleanerOutlives() throws InterruptedException {
    Pool before = Pool.now();
    Object cleaner = Internals.cleaner(ByteBuffer.allocateDirect(1_000));
    String outcome = Pool.backTo(before);
    Internals.call(cleaner, cleaner.getClass().getName(), "clean");
    return Outcome.of(outcome, Pool.now().since(before));
  }

  private static String rounds() throws InterruptedException {
    Pool before = Pool.now();
    for (int round = 0; round < 5; round++) {
      drop(500, 700);
      String outcome = Pool.backTo(before);
      if (outcome.startsWith("still")) {
        return outcome;
      }
    }
    return Outcome.of(Pool.now().since(before));
  }
}
