package dev.tinyalloc.it.programs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes {@link #COUNT} segments in each of some methods, in arenas of all kinds. */
public final class SampledSegments {

  /** So many by each method. */
  public static final int COUNT = 200;

  private static final long SMALL = 100;
  private static final long OWN_BLOCK = 40_000;

  private static final List<Object> KEPT = new ArrayList<>();

  private SampledSegments() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < COUNT / 10; i++) {
      confined();
      confinedOfManySizes();
      shared();
      automatic();
      automaticWithAction();
      left();
    }
    for (int i = 0; i < COUNT; i++) {
      automaticWithOne();
    }
    sharedByThreads();
    confinedOfVirtualThread();
    SampleCounts.awaitEnd(SampledSegments.class, "automatic");
    SampleCounts.print(SampledSegments.class);
    System.out.println("kept " + KEPT.size());
  }

  private static void confined() {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < 10; i++) {
        arena.allocate(SMALL);
      }
    }
  }

  private static void confinedOfManySizes() {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < 10; i++) {
        arena.allocate(i % 3 == 0 ? OWN_BLOCK : SMALL << i % 3);
      }
    }
  }

  private static void shared() {
    try (Arena arena = Arena.ofShared()) {
      for (int i = 0; i < 10; i++) {
        arena.allocate(i % 3 == 0 ? OWN_BLOCK : SMALL);
      }
    }
  }

  private static void automaticWithOne() {
    Arena.ofAuto().allocate(SMALL + 4);
  }

  private static void automatic() {
    Arena arena = Arena.ofAuto();
    for (int i = 0; i < 10; i++) {
      arena.allocate(SMALL, 64);
    }
  }

  /** What is freed by the collector turns into what the arena frees, for the first segment. */
  @SuppressWarnings("restricted")
  private static void automaticWithAction() {
    Arena arena = Arena.ofAuto();
    for (int i = 0; i < 10; i++) {
      MemorySegment segment = arena.allocate(SMALL + 4);
      segment.reinterpret(arena, MemorySegment::byteSize);
    }
  }

  @SuppressWarnings("MustBeClosed")
  private static void left() {
    Arena arena = Arena.ofConfined();
    for (int i = 0; i < 10; i++) {
      arena.allocate(SMALL);
    }
    KEPT.add(arena);
  }

  private static void sharedByThreads() throws Exception {
    try (Arena arena = Arena.ofShared();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < COUNT; i++) {
        threads.execute(() -> arena.allocate(SMALL));
      }
    }
  }

  private static void confinedOfVirtualThread() throws InterruptedException {
    Thread.ofVirtual().start(SampledSegments::ofVirtualThread).join();
  }

  private static void ofVirtualThread() {
    for (int i = 0; i < COUNT / 10; i++) {
      try (Arena arena = Arena.ofConfined()) {
        for (int j = 0; j < 10; j++) {
          arena.allocate(SMALL);
        }
      }
    }
  }
}
