package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Every byte of what is allocated is zero, whoever had it before. */
final class ArenaZeroes {

  private static final long[] SIZES = {
    1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 80, 96, 112, 127, 128, 129, 160, 192,
    224, 255, 256, 257, 320, 384, 511, 512, 513, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049, 2_560,
    4_095, 4_096, 4_097, 8_192, 16_383, 16_384, 16_385, 32_768, 65_535, 65_536, 65_537, 131_071,
    131_072, 131_073, 262_144, 1_000_000
  };

  private static final long[] LARGE = {131_073, 1 << 20, (1 << 20) + 1, 5_000_000, 20_000_000};

  private ArenaZeroes() {}

  static void addTo(Checks checks) {
    checks
        .add("fresh", () -> Kind.each(Kind.FREED, arena -> notZero(arena, SIZES)))
        .add("fresh global", () -> SegmentContents.firstSet(Arena.global().allocate(1_000)))
        .add("each size after dirt", () -> Kind.each(Kind.FREED, ArenaZeroes::afterDirt))
        .add("arena of each size after dirt", ArenaZeroes::arenaEach)
        .add("small sizes", () -> Kind.each(Kind.FREED, ArenaZeroes::smallSizes))
        .add("large after dirt", ArenaZeroes::large)
        .add("same size again and again", () -> again(100, 500))
        .add("same large size again and again", () -> again(300_000, 20))
        .add("growing", ArenaZeroes::growing)
        .add("by size", () -> dirty(arena -> arena.allocate(777)))
        .add("by size and alignment", () -> dirty(arena -> arena.allocate(777, 64)))
        .add("by layout", () -> dirty(arena -> arena.allocate(JAVA_LONG)))
        .add("by layout and count", () -> dirty(arena -> arena.allocate(JAVA_INT, 333)))
        .add("by group layout", () -> dirty(arena -> arena.allocate(group())))
        .add("through SegmentAllocator", () -> dirty(ArenaZeroes::asAllocator))
        .add("large alignment", ArenaZeroes::aligned)
        .add("between the segments", ArenaZeroes::between)
        .add("end of a string", () -> dirty(ArenaZeroes::afterString))
        .add("arenas side by side", ArenaZeroes::sideBySide)
        .add("by other threads", ArenaZeroes::byThreads)
        .add("one shared arena", ArenaZeroes::sharedByThreads)
        .add("after a virtual thread", ArenaZeroes::afterVirtualThread)
        .add("after buffers", ArenaZeroes::afterBuffers)
        .add("buffers after arenas", ArenaZeroes::buffersAfter)
        .add("after the collector", ArenaZeroes::afterCollection);
  }

  private static MemoryLayout group() {
    return MemoryLayout.structLayout(
        JAVA_INT.withName("a"),
        MemoryLayout.paddingLayout(4),
        MemoryLayout.sequenceLayout(30, JAVA_LONG));
  }

  /** The sizes of which one is not all zero; all are dirty afterwards. */
  private static List<Long> notZero(Arena arena, long... sizes) {
    List<Long> wrong = new ArrayList<>();
    for (long size : sizes) {
      MemorySegment segment = arena.allocate(size);
      if (SegmentContents.firstSet(segment) >= 0) {
        wrong.add(size);
      }
      segment.fill(Dirt.BYTE);
    }
    return wrong;
  }

  private static List<Long> afterDirt(Arena arena) {
    List<Long> wrong = new ArrayList<>();
    for (long size : SIZES) {
      ArenaDirt.spread(size, 2);
      wrong.addAll(notZero(arena, size, size));
    }
    return wrong;
  }

  private static String arenaEach() throws Throwable {
    List<String> wrong = new ArrayList<>();
    for (long size : SIZES) {
      ArenaDirt.spread(size, 2);
      String found = Kind.each(Kind.FREED, arena -> notZero(arena, size, 1, size));
      if (found.contains("" + size)) {
        wrong.add(size + " " + found);
      }
    }
    return wrong.toString();
  }

  private static List<Long> smallSizes(Arena arena) {
    List<Long> wrong = new ArrayList<>();
    for (long size = 1; size < 1_500; size++) {
      wrong.addAll(notZero(arena, size));
    }
    return wrong;
  }

  private static String large() throws Throwable {
    List<String> found = new ArrayList<>();
    for (long size : LARGE) {
      ArenaDirt.spread(size, 1);
      found.add(Kind.each(Kind.CLOSEABLE, arena -> notZero(arena, size)));
    }
    found.add(Kind.each(List.of(Kind.AUTO), arena -> notZero(arena, 131_073, 1 << 20)));
    return found.toString();
  }

  private static String again(long size, int rounds) throws Throwable {
    List<Long> wrong = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      try (Arena arena = Arena.ofConfined()) {
        wrong.addAll(notZero(arena, size));
      }
    }
    return wrong.toString();
  }

  private static String growing() throws Throwable {
    try (Arena dirt = Arena.ofConfined()) {
      for (int size = 1; size < 4_000_000; size *= 3) {
        dirt.allocate(size).fill(Dirt.BYTE);
      }
    }
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          List<Long> wrong = new ArrayList<>();
          for (int size = 1; size < 4_000_000; size *= 3) {
            wrong.addAll(notZero(arena, size));
          }
          return wrong;
        });
  }

  /** What one way to allocate gives in arenas of each kind, a few times each. */
  private static String dirty(Kind.Use allocate) throws Throwable {
    return Kind.each(
        arena -> {
          int set = 0;
          for (int i = 0; i < 20; i++) {
            MemorySegment segment = (MemorySegment) allocate.of(arena);
            set += SegmentContents.firstSet(segment) < 0 ? 0 : 1;
            segment.fill(Dirt.BYTE);
          }
          return set;
        });
  }

  private static MemorySegment asAllocator(Arena arena) {
    SegmentAllocator allocator = arena;
    return allocator.allocate(JAVA_LONG, 40);
  }

  private static String aligned() throws Throwable {
    return Kind.each(
        Kind.FREED,
        arena -> {
          List<Long> wrong = new ArrayList<>();
          for (long alignment = 1; alignment <= 1 << 20; alignment *= 2) {
            MemorySegment segment = arena.allocate(300, alignment);
            if (SegmentContents.firstSet(segment) >= 0) {
              wrong.add(alignment);
            }
            segment.fill(Dirt.BYTE);
          }
          return wrong;
        });
  }

  /** Of two segments, the first is written to its end, which leaves the second alone. */
  private static String between() throws Throwable {
    return Kind.each(
        arena -> {
          int wrong = 0;
          for (int size = 1; size < 300; size++) {
            MemorySegment first = arena.allocate(size);
            MemorySegment second = arena.allocate(size);
            first.fill(Dirt.BYTE);
            wrong += SegmentContents.firstSet(second) < 0 ? 0 : 1;
          }
          return wrong;
        });
  }

  private static MemorySegment afterString(Arena arena) {
    MemorySegment text = arena.allocateFrom("0123456789");
    return text.asSlice(10);
  }

  private static String sideBySide() throws Throwable {
    List<Long> wrong = new ArrayList<>();
    try (Arena one = Arena.ofConfined();
        Arena two = Arena.ofShared();
        Arena three = Arena.ofConfined()) {
      for (long size = 1; size < 3_000; size += 7) {
        wrong.addAll(notZero(one, size));
        wrong.addAll(notZero(two, size));
        wrong.addAll(notZero(three, size));
      }
    }
    return wrong.toString();
  }

  private static String byThreads() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    Threads.together(
        6,
        number -> {
          for (int i = 0; i < 200; i++) {
            try (Arena arena = Arena.ofConfined()) {
              wrong.addAndGet(notZero(arena, 1 + (i * 37 + number) % 3_000, 50).size());
            }
          }
        });
    return wrong + " wrong";
  }

  private static String sharedByThreads() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    try (Arena arena = Arena.ofShared()) {
      Threads.together(
          6,
          number -> {
            for (int i = 0; i < 500; i++) {
              wrong.addAndGet(notZero(arena, 1 + (i * 37 + number) % 1_000).size());
            }
          });
    }
    return wrong + " wrong";
  }

  private static String afterVirtualThread() throws Throwable {
    Threads.runVirtually(() -> ArenaDirt.spread(5_000, 10));
    return Kind.each(Kind.FREED, arena -> notZero(arena, 5_000, 5_000, 100));
  }

  private static String afterBuffers() throws Throwable {
    Dirt.spread(5_000, 20);
    return Kind.each(Kind.FREED, arena -> notZero(arena, 5_000, 5_000, 100, 5_000));
  }

  private static String buffersAfter() throws Throwable {
    List<Integer> found = new ArrayList<>();
    for (int size : new int[] {16, 1_000, 5_000, 16_384, 70_000}) {
      ArenaDirt.spread(size, 20);
      found.add(Contents.firstSet(java.nio.ByteBuffer.allocateDirect(size)));
    }
    return found.toString();
  }

  private static String afterCollection() throws Throwable {
    for (int i = 0; i < 100; i++) {
      Arena.ofAuto().allocate(2_000).fill(Dirt.BYTE);
    }
    System.gc();
    Thread.sleep(20);
    return Kind.each(Kind.FREED, arena -> notZero(arena, 2_000, 2_000, 2_000));
  }
}
