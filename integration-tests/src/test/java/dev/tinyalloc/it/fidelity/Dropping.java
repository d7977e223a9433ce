package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Far more than the limit, which is to be a few megabytes, dropped faster than is collected. */
final class Dropping {

  private static final int LARGE = 1 << 20;

  private Dropping() {}

  static void addTo(Checks checks) {
    checks
        .add("large ones", () -> dropped(200, LARGE))
        .add("small ones", () -> dropped(200_000, 200))
        .add("by three threads", Dropping::byThreads)
        .add("slices", Dropping::slices)
        .add("some kept", Dropping::someKept);
  }

  private static String dropped(int count, int size) throws InterruptedException {
    Pool before = Pool.now();
    int set = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      set += buffer.get(size - 1) == 0 ? 0 : 1;
      buffer.put(size - 1, Dirt.BYTE);
    }
    return Outcome.of(set, Pool.backTo(before));
  }

  private static String byThreads() throws InterruptedException {
    Pool before = Pool.now();
    int[] served = new int[3];
    Threads.together(
        3,
        number -> {
          for (int i = 0; i < 300; i++) {
            served[number] += ByteBuffer.allocateDirect(100_000).capacity();
          }
        });
    return Outcome.of(served[0], served[1], served[2], Pool.backTo(before));
  }

  private static String slices() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> slices = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slices.add(Contents.write(ByteBuffer.allocateDirect(LARGE / 4).slice(0, 1_000), i));
      if (slices.size() > 3) {
        slices.remove(0);
      }
    }
    int damaged = 0;
    for (int i = 0; i < slices.size(); i++) {
      damaged += Contents.damage(slices.get(i), 97 + i) < 0 ? 0 : 1;
    }
    slices.clear();
    return Outcome.of(damaged, Pool.backTo(before));
  }

  private static String someKept() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> kept = new ArrayList<>();
    int damaged = 0;
    for (int i = 0; i < 3_000; i++) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(10_000), i);
      if (i % 10 == 0) {
        kept.add(buffer);
      }
    }
    for (int i = 0; i < kept.size(); i++) {
      damaged += Contents.damage(kept.get(i), 10 * i) < 0 ? 0 : 1;
    }
    kept.clear();
    return Outcome.of(damaged, Pool.backTo(before));
  }
}
