package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Buffers freed by hand, once and more often. Nothing here is left to the collector. */
final class Freeing {

  /** Frees, or fails to. */
  @FunctionalInterface
  private interface Free {
    void accept(ByteBuffer buffer);
  }

  private Freeing() {}

  static void addTo(Checks checks) {
    checks
        .add("by sun.misc.Unsafe", () -> counted(Internals::free))
        .add("by jdk.internal.misc.Unsafe", () -> counted(Internals::freeInternally))
        .add("by the cleaner", () -> counted(Internals::clean))
        .add("twice", () -> counted(Freeing::twice))
        .add("ten times in different ways", () -> counted(Freeing::tenTimes))
        .add("by the cleaner, then by Unsafe", () -> counted(Freeing::cleanerThenUnsafe))
        .add("a slice", () -> counted(buffer -> Internals.free(buffer.slice())))
        .add("a duplicate", () -> counted(buffer -> Internals.free(buffer.duplicate())))
        .add("read-only", () -> counted(buffer -> Internals.free(buffer.asReadOnlyBuffer())))
        .add("a slice internally", () -> counted(buffer -> refusedInternally(buffer.slice())))
        .add("a heap buffer", () -> Outcome.failure(() -> free(ByteBuffer.allocate(8))))
        .add("no buffer", () -> Outcome.failure(() -> free(null)))
        .add("after freeing a slice in vain", Freeing::afterSlice)
        .add("by another thread", () -> counted(Freeing::elsewhere))
        .add("by a virtual thread", () -> counted(Freeing::virtually))
        .add("by its dead thread's heir", Freeing::ofDeadThread)
        .add("made by a virtual thread", Freeing::ofVirtualThread)
        .add("by eight threads at once", () -> counted(Freeing::byEight))
        .add("many by eight threads at once", Freeing::manyByEight)
        .add("twice, with others between", Freeing::twiceWithOthers)
        .add("the same memory, freed again", Freeing::staleFree)
        .add("large, twice", Freeing::largeTwice)
        .add("empty", () -> countedOf(ByteBuffer.allocateDirect(0), Internals::free))
        .add("made by reflection", Freeing::reflective)
        .add("what is left of it", Freeing::leftOver)
        .add("attachment after", Freeing::attachmentAfter)
        .add("views after", Freeing::viewsAfter)
        .add("in order", () -> inOrder(false))
        .add("in reverse", () -> inOrder(true));
  }

  private static Object free(ByteBuffer buffer) {
    Internals.free(buffer);
    return "freed";
  }

  /** What the pool counts before and after. */
  private static String counted(Free free) {
    return countedOf(ByteBuffer.allocateDirect(1_000), free);
  }

  private static String countedOf(ByteBuffer buffer, Free free) {
    Pool before = Pool.now();
    String failure =
        Outcome.failure(
            () -> {
              free.accept(buffer);
              return "freed";
            });
    Pool difference = Pool.now().since(before);
    Internals.free(buffer);
    return Outcome.of(failure, difference, Pool.now().since(before));
  }

  private static void twice(ByteBuffer buffer) {
    Internals.free(buffer);
    Internals.free(buffer);
  }

  private static void tenTimes(ByteBuffer buffer) {
    for (int i = 0; i < 3; i++) {
      Internals.clean(buffer);
      Internals.freeInternally(buffer);
      Internals.free(buffer);
    }
    Internals.clean(buffer);
  }

  private static void cleanerThenUnsafe(ByteBuffer buffer) {
    Internals.clean(buffer);
    Internals.free(buffer);
  }

  private static void refusedInternally(ByteBuffer buffer) {
    Internals.freeInternally(buffer);
  }

  private static String afterSlice() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1_000), 4);
    String refused = Outcome.failure(() -> free(buffer.slice()));
    Dirt.spread(1_000, 50);
    int damage = Contents.damage(buffer, 4);
    return Outcome.of(refused, damage, free(buffer));
  }

  private static void elsewhere(ByteBuffer buffer) {
    try {
      Threads.run(() -> Internals.free(buffer));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void virtually(ByteBuffer buffer) {
    try {
      Threads.runVirtually(() -> Internals.free(buffer));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ofDeadThread() throws InterruptedException {
    List<ByteBuffer> buffers = new ArrayList<>();
    Threads.run(() -> buffers.add(Contents.write(ByteBuffer.allocateDirect(1_000), 4)));
    Threads.run(() -> Dirt.spread(1_000, 50));
    int damage = Contents.damage(buffers.get(0), 4);
    return Outcome.of(damage, countedOf(buffers.get(0), Internals::free));
  }

  private static String ofVirtualThread() throws InterruptedException {
    List<ByteBuffer> buffers = new ArrayList<>();
    Threads.runVirtually(() -> buffers.add(Contents.write(ByteBuffer.allocateDirect(1_000), 4)));
    int damage = Contents.damage(buffers.get(0), 4);
    return Outcome.of(damage, countedOf(buffers.get(0), Internals::free));
  }

  private static void byEight(ByteBuffer buffer) {
    try {
      Threads.together(8, number -> Internals.free(buffer));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String manyByEight() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      buffers.add(ByteBuffer.allocateDirect(1 + i));
    }
    Pool full = Pool.now();
    Threads.together(8, number -> buffers.forEach(Internals::free));
    return Outcome.of(full.since(before), Pool.now().since(before));
  }

  /** A second free must not free what was made since in the same memory. */
  private static String twiceWithOthers() {
    ByteBuffer first = ByteBuffer.allocateDirect(1_000);
    Internals.free(first);
    List<ByteBuffer> later = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      later.add(Contents.write(ByteBuffer.allocateDirect(1_000), i));
    }
    Pool before = Pool.now();
    Internals.free(first);
    Dirt.spread(1_000, 50);
    int damaged = 0;
    for (int i = 0; i < later.size(); i++) {
      damaged += Contents.damage(later.get(i), i) < 0 ? 0 : 1;
    }
    Pool difference = Pool.now().since(before);
    later.forEach(Internals::free);
    return damaged + " damaged; " + difference;
  }

  private static String staleFree() {
    Object cleaner;
    ByteBuffer first = ByteBuffer.allocateDirect(300);
    cleaner = Internals.cleaner(first);
    Internals.free(first);
    ByteBuffer second = Contents.write(ByteBuffer.allocateDirect(300), 8);
    Internals.call(cleaner, cleaner.getClass().getName(), "clean");
    Dirt.spread(300, 50);
    int damage = Contents.damage(second, 8);
    Internals.free(second);
    return "damage " + damage;
  }

  private static String largeTwice() {
    ByteBuffer first = ByteBuffer.allocateDirect(3_000_000);
    Internals.free(first);
    ByteBuffer second = Contents.write(ByteBuffer.allocateDirect(3_000_000), 8);
    Pool before = Pool.now();
    Internals.free(first);
    ByteBuffer third = Dirt.fill(ByteBuffer.allocateDirect(3_000_000));
    int damage = Contents.damage(second, 8);
    Internals.free(second);
    Internals.free(third);
    return damage + " " + Pool.now().since(before);
  }

  private static String reflective() throws ReflectiveOperationException {
    Object made = ByteBuffer.class.getMethod("allocateDirect", int.class).invoke(null, 700);
    return countedOf((ByteBuffer) made, Internals::free);
  }

  private static String leftOver() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(700).position(3);
    long address = Internals.address(buffer);
    Internals.free(buffer);
    return Outcome.of(
        buffer, Internals.address(buffer) == address, Internals.cleaner(buffer) != null);
  }

  private static Object attachmentAfter() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(700);
    Internals.free(buffer);
    return Internals.attachment(buffer);
  }

  private static String viewsAfter() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(700);
    Internals.free(buffer);
    return Outcome.of(buffer.slice(5, 6), buffer.asLongBuffer(), buffer.duplicate().flip());
  }

  private static String inOrder(boolean reverse) {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      buffers.add(ByteBuffer.allocateDirect(1 + i * 7 % 5_000));
    }
    Pool full = Pool.now();
    for (int i = 0; i < buffers.size(); i++) {
      Internals.free(buffers.get(reverse ? buffers.size() - 1 - i : i));
    }
    return Outcome.of(full.since(before), Pool.now().since(before));
  }
}
