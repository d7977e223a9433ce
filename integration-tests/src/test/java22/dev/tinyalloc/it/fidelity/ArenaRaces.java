package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that close an arena while others use it: all is as allowed, nothing is damaged. */
final class ArenaRaces {

  private static final int ROUNDS = 40;
  private static final String ALLOWED =
      "every thread saw either success or IllegalStateException: ";

  private ArenaRaces() {}

  static void addTo(Checks checks) {
    checks
        .add("close and read", () -> race(arena -> arena.allocate(64), ArenaRaces::read))
        .add("close and write", () -> race(arena -> arena.allocate(64), ArenaRaces::write))
        .add("close and fill", () -> race(arena -> arena.allocate(5_000), ArenaRaces::fill))
        .add("close and copy", () -> race(arena -> arena.allocate(5_000), ArenaRaces::copy))
        .add("close and allocate", () -> race(arena -> arena.allocate(8), ArenaRaces::allocate))
        .add("close and allocate much", () -> race(arena -> null, ArenaRaces::allocateMuch))
        .add("close and allocate text", () -> race(arena -> null, ArenaRaces::allocateText))
        .add("close and add actions", () -> race(arena -> null, ArenaRaces::addAction))
        .add("close by all", ArenaRaces::closeByAll)
        .add("zeroed while others close", ArenaRaces::zeroes)
        .add("close while virtual threads allocate", ArenaRaces::virtual)
        .add("open and close by all", ArenaRaces::openAndClose);
  }

  /** What comes before the race. */
  @FunctionalInterface
  private interface Preparation {
    MemorySegment in(Arena arena);
  }

  /** What three threads do again and again, until they are refused. */
  @FunctionalInterface
  private interface Use {
    void of(Arena arena, MemorySegment segment);
  }

  private static String race(Preparation preparation, Use use) throws InterruptedException {
    AtomicInteger strange = new AtomicInteger();
    try (Arena witness = Arena.ofShared()) {
      List<MemorySegment> kept = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        kept.add(SegmentContents.write(witness.allocate(200), round));
        round(preparation, use, strange);
      }
      return ALLOWED + (strange.get() == 0) + "; " + SegmentContents.damaged(kept);
    }
  }

  private static void round(Preparation preparation, Use use, AtomicInteger strange)
      throws InterruptedException {
    Arena arena = Arena.ofShared();
    MemorySegment segment = preparation.in(arena);
    Threads.together(
        4,
        number -> {
          try {
            if (number == 0) {
              pause();
              arena.close();
            } else {
              untilRefused(() -> use.of(arena, segment));
            }
          } catch (Throwable e) {
            e.printStackTrace();
            strange.incrementAndGet();
          }
        });
    if (arena.scope().isAlive()) {
      strange.incrementAndGet();
      arena.close();
    }
  }

  private static void pause() {
    long end = System.nanoTime() + 200_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void untilRefused(Runnable use) {
    try {
      while (true) {
        use.run();
      }
    } catch (IllegalStateException allowed) {
      if (!"Already closed".equals(allowed.getMessage())) {
        throw allowed;
      }
    }
  }

  private static void read(Arena arena, MemorySegment segment) {
    if (segment.get(JAVA_BYTE, 7) != 0) {
      throw new AssertionError("somebody wrote");
    }
  }

  private static void write(Arena arena, MemorySegment segment) {
    segment.set(JAVA_BYTE, 9, Dirt.BYTE);
  }

  private static void fill(Arena arena, MemorySegment segment) {
    segment.fill(Dirt.BYTE);
  }

  private static void copy(Arena arena, MemorySegment segment) {
    segment.asSlice(0, 2_000).copyFrom(segment.asSlice(2_000, 2_000));
  }

  private static void allocate(Arena arena, MemorySegment segment) {
    MemorySegment fresh = arena.allocate(40);
    if (SegmentContents.firstSet(fresh) >= 0) {
      throw new AssertionError("not zero");
    }
    fresh.fill(Dirt.BYTE);
  }

  private static void allocateMuch(Arena arena, MemorySegment segment) {
    arena.allocate(100_000).set(JAVA_BYTE, 99_999, Dirt.BYTE);
  }

  private static void allocateText(Arena arena, MemorySegment segment) {
    if (!arena.allocateFrom("some text").getString(0).equals("some text")) {
      throw new AssertionError("other text");
    }
  }

  /** The JDK refuses one that comes while the others run, in words of its own. */
  @SuppressWarnings("restricted")
  private static void addAction(Arena arena, MemorySegment segment) {
    try {
      MemorySegment.ofAddress(64).reinterpret(arena, gone -> {});
    } catch (IllegalStateException e) {
      throw new IllegalStateException("Already closed", e);
    }
  }

  private static String closeByAll() throws InterruptedException {
    int wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Arena arena = Arena.ofShared();
      arena.allocate(1_000).fill(Dirt.BYTE);
      AtomicInteger closed = new AtomicInteger();
      Threads.together(
          4,
          number -> {
            try {
              arena.close();
              closed.incrementAndGet();
            } catch (IllegalStateException expected) {
              // All but one are refused.
            }
          });
      wrong += closed.get() == 1 ? 0 : 1;
    }
    return wrong + " wrong";
  }

  private static String zeroes() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        4,
        number -> {
          for (int i = 0; i < 200; i++) {
            try (Arena arena = number == 0 ? Arena.ofShared() : Arena.ofConfined()) {
              MemorySegment segment = arena.allocate(10 + i * 7);
              wrong.addAndGet(SegmentContents.firstSet(segment) < 0 ? 0 : 1);
              segment.fill(Dirt.BYTE);
            }
          }
        });
    return wrong + " wrong";
  }

  private static String virtual() throws InterruptedException {
    AtomicInteger strange = new AtomicInteger();
    for (int round = 0; round < 20; round++) {
      Arena arena = Arena.ofShared();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        threads.add(Thread.startVirtualThread(() -> someAllocations(arena, strange)));
      }
      arena.close();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return ALLOWED + (strange.get() == 0);
  }

  private static void someAllocations(Arena arena, AtomicInteger strange) {
    try {
      for (int i = 0; i < 50; i++) {
        arena.allocate(i).fill(Dirt.BYTE);
        Thread.yield();
      }
    } catch (IllegalStateException allowed) {
      strange.addAndGet("Already closed".equals(allowed.getMessage()) ? 0 : 1);
    }
  }

  /** One opens, any other closes. */
  private static String openAndClose() throws InterruptedException {
    AtomicReference<Arena> current = new AtomicReference<>();
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        4,
        number -> {
          for (int i = 0; i < 200; i++) {
            Arena mine = Arena.ofShared();
            wrong.addAndGet(SegmentContents.firstSet(mine.allocate(300)) < 0 ? 0 : 1);
            Arena other = current.getAndSet(mine);
            if (other != null) {
              other.allocate(300).fill(Dirt.BYTE);
              other.close();
            }
          }
        });
    current.get().close();
    return wrong + " wrong";
  }
}
