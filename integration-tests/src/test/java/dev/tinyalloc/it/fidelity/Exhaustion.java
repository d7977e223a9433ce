package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens at the limit, which is to be a few megabytes. Each refusal takes the JDK half a
 * second.
 */
final class Exhaustion {

  private static final int LARGE = 1 << 20;

  private Exhaustion() {}

  static void addTo(Checks checks) {
    checks
        .add("to the last byte", Exhaustion::lastByte)
        .add("where it is refused", Exhaustion::origin)
        .add("refused at once in three threads", Exhaustion::refusedTogether)
        .add("refused when interrupted", Exhaustion::refusedInterrupted)
        .add("more than the limit", Exhaustion::moreThanLimit)
        .add("freed while waiting", Exhaustion::freedWhileWaiting)
        .add("again after freeing", Exhaustion::again)
        .add("small ones to the limit", Exhaustion::smallOnes);
  }

  private static long limit() {
    return (long) Internals.call(null, "jdk.internal.misc.VM", "maxDirectMemory");
  }

  /** Takes all but {@code left} bytes of what the limit allows. */
  private static List<ByteBuffer> fill(int left) {
    List<ByteBuffer> buffers = new ArrayList<>();
    long free = limit() - Pool.now().capacity() - left;
    while (free > 0) {
      buffers.add(ByteBuffer.allocateDirect((int) Math.min(free, LARGE)));
      free -= buffers.get(buffers.size() - 1).capacity();
    }
    return buffers;
  }

  private static String lastByte() {
    List<ByteBuffer> buffers = fill(100);
    buffers.add(ByteBuffer.allocateDirect(100));
    Pool full = Pool.now();
    String refused = Outcome.failure(() -> ByteBuffer.allocateDirect(1));
    Pool after = Pool.now();
    ByteBuffer empty = ByteBuffer.allocateDirect(0);
    Internals.free(empty);
    buffers.forEach(Internals::free);
    return Outcome.of(full, refused, after.since(full), empty, Pool.now());
  }

  private static String origin() {
    List<ByteBuffer> buffers = fill(0);
    String where = Outcome.origin(() -> ByteBuffer.allocateDirect(77), 1);
    buffers.forEach(Internals::free);
    return where;
  }

  private static String refusedTogether() throws InterruptedException {
    List<ByteBuffer> buffers = fill(50);
    Pool before = Pool.now();
    String[] outcomes = new String[3];
    Threads.together(
        3,
        number -> outcomes[number] = Outcome.failure(() -> ByteBuffer.allocateDirect(51 + number)));
    Pool after = Pool.now();
    buffers.forEach(Internals::free);
    return Outcome.of(outcomes, after.since(before));
  }

  private static String refusedInterrupted() {
    List<ByteBuffer> buffers = fill(0);
    Thread.currentThread().interrupt();
    String refused = Outcome.failure(() -> ByteBuffer.allocateDirect(5));
    boolean interrupted = Thread.interrupted();
    buffers.forEach(Internals::free);
    return Outcome.of(refused, interrupted);
  }

  private static String moreThanLimit() {
    Pool before = Pool.now();
    String refused = Outcome.failure(() -> ByteBuffer.allocateDirect(Integer.MAX_VALUE));
    return Outcome.of(refused, Pool.now().since(before));
  }

  private static String freedWhileWaiting() throws InterruptedException {
    List<ByteBuffer> buffers = fill(0);
    Thread helper =
        new Thread(
            () -> {
              pause(30);
              Internals.free(buffers.get(0));
            });
    helper.start();
    ByteBuffer late = ByteBuffer.allocateDirect(LARGE);
    helper.join();
    int set = Contents.firstSet(late);
    Internals.free(late);
    buffers.forEach(Internals::free);
    return Outcome.of(set, late, Pool.now());
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String again() {
    List<ByteBuffer> buffers = fill(0);
    String refused = Outcome.failure(() -> ByteBuffer.allocateDirect(1_000));
    Internals.free(buffers.get(0));
    ByteBuffer one = ByteBuffer.allocateDirect(1_000);
    Pool after = Pool.now();
    buffers.forEach(Internals::free);
    Internals.free(one);
    return Outcome.of(refused, after, Pool.now());
  }

  private static String smallOnes() {
    List<ByteBuffer> buffers = new ArrayList<>();
    long count = (limit() - Pool.now().capacity()) / 1_000;
    for (int i = 0; i < count; i++) {
      buffers.add(ByteBuffer.allocateDirect(1_000));
    }
    Pool full = Pool.now();
    String refused = Outcome.failure(() -> ByteBuffer.allocateDirect(1_000));
    buffers.forEach(Internals::free);
    return Outcome.of(full, refused, Pool.now());
  }
}
