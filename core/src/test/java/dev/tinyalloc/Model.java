package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Seeded random operations on a heap, checked against a plain sorted map: no two live blocks
 * overlap, contents last as long as the block, dead addresses are refused, and every tier keeps its
 * equation. A failure names its seed.
 */
final class Model {

  private record Block(long address, int bytes, long pattern) {}

  private final Random random;
  private final Heap heap = Heap.create();
  private final TreeMap<Long, Block> live = new TreeMap<>();
  private final List<Long> order = new ArrayList<>();
  private int growPercent = 55;

  private Model(long seed) {
    this.random = new Random(seed);
  }

  /** Runs {@code steps} operations; fails with an error that names {@code seed}. */
  static void run(long seed, int steps) {
    Model model = new Model(seed);
    for (int step = 0; step < steps; step++) {
      try {
        model.step(step);
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("seed " + seed + ", step " + step + ": " + failure, failure);
      }
    }
    model.finish(seed);
  }

  private void step(int step) {
    if (step % 20_000 == 0) {
      check(heap.isValid(), "heap is not valid");
      growPercent = 35 + random.nextInt(40);
    }
    if (order.isEmpty() || (order.size() < 20_000 && random.nextInt(100) < growPercent)) {
      alloc();
    } else if (random.nextInt(20) == 0) {
      realloc(random.nextInt(order.size()));
    } else {
      free(random.nextInt(order.size()));
    }
    if (random.nextInt(2_000) == 0) {
      rareEvent();
    }
  }

  private void rareEvent() {
    switch (random.nextInt(4)) {
      case 0 -> heap.trimNow();
      case 1 -> TinyAlloc.purge();
      case 2 -> collectRemoteFrees();
      default -> outliveTheThread();
    }
  }

  private void collectRemoteFrees() {
    heap.guard.lock(); // the owner's business, and the purger may come by
    try {
      heap.collectRemoteFrees(random.nextBoolean());
    } finally {
      heap.guard.unlock();
    }
  }

  /** A thread allocates and dies; its blocks live on, in a heap that somebody will take over. */
  private void outliveTheThread() {
    int count = random.nextInt(200);
    int[] sizes = new int[count];
    long[] addresses = new long[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = size();
    }
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                addresses[i] = TinyAlloc.malloc(sizes[i]);
              }
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < count; i++) {
      enter(addresses[i], sizes[i]);
    }
  }

  private void realloc(int index) {
    long address = order.get(index);
    Block old = live.get(address);
    int bytes = size();
    long moved = TinyAlloc.realloc(address, bytes);
    check(
        Math.min(old.bytes, bytes) < 8 || Os.CURRENT.getLong(moved) == old.pattern,
        "realloc lost what was there");
    live.remove(address);
    forget(index);
    enter(moved, bytes);
  }

  private void alloc() {
    int bytes = size();
    if (random.nextInt(10) == 0) {
      long alignment = 1L << random.nextInt(18);
      long address = heap.allocAligned(alignment, bytes);
      check((address & (alignment - 1)) == 0, "not aligned");
      enter(address, bytes);
    } else if (random.nextBoolean()) {
      long address = heap.tryAllocZeroed(bytes);
      check(isFilled(block(address, bytes, 0)), "not zero");
      enter(address, bytes);
    } else {
      enter(heap.alloc(bytes), bytes);
    }
  }

  private static Block block(long address, int bytes, long pattern) {
    return new Block(address, bytes & -8, pattern);
  }

  private void enter(long address, int bytes) {
    Block block = block(address, bytes, random.nextLong());
    checkApart(block);
    fill(block);
    live.put(address, block);
    order.add(address);
  }

  private int size() {
    return switch (random.nextInt(200)) {
      case 0 -> 131_072 + random.nextInt(200_000);
      case 1, 2, 3, 4 -> random.nextInt(131_073);
      case 5, 6, 7, 8, 9, 10, 11, 12 -> random.nextInt(10_000);
      default -> random.nextInt(600);
    };
  }

  private void free(int index) {
    long address = order.get(index);
    forget(index);
    check(isFilled(live.remove(address)), "contents changed");
    if (random.nextInt(4) == 0) {
      TinyAlloc.free(address); // the calling thread's heap is another one: a remote free
    } else {
      heap.dealloc(address);
    }
    if (random.nextInt(100) == 0) {
      check(!heap.tryFree(address), "double free went unseen");
      check(!Heap.give(address), "remote double free went unseen");
    }
  }

  private void forget(int index) {
    order.set(index, order.get(order.size() - 1));
    order.remove(order.size() - 1);
  }

  private void finish(long seed) {
    while (!order.isEmpty()) {
      free(order.size() - 1);
    }
    heap.trimNow();
    check(heap.isValid(), "heap is not valid at the end of seed " + seed);
    for (Slab slab : SpanTable.slabs()) {
      check(Heap.CHECK || slab.heap != heap || slab.liveBlocks() == 0, "leak");
    }
    heap.close();
  }

  private void checkApart(Block block) {
    Map.Entry<Long, Block> before = live.floorEntry(block.address);
    Map.Entry<Long, Block> after = live.ceilingEntry(block.address);
    check(before == null || before.getKey() + before.getValue().bytes <= block.address, "overlap");
    check(after == null || block.address + block.bytes <= after.getKey(), "overlap");
  }

  /** Writes the pattern at both ends and here and there between. */
  private static void fill(Block block) {
    for (long at = 0; at + 8 <= block.bytes; at += stride(block)) {
      Os.CURRENT.putLong(block.address + at, block.pattern);
    }
    if (block.bytes > 0) {
      Os.CURRENT.putLong(block.address + block.bytes - 8, block.pattern);
    }
  }

  private static boolean isFilled(Block block) {
    for (long at = 0; at + 8 <= block.bytes; at += stride(block)) {
      if (Os.CURRENT.getLong(block.address + at) != block.pattern) {
        return false;
      }
    }
    return block.bytes == 0 || Os.CURRENT.getLong(block.address + block.bytes - 8) == block.pattern;
  }

  private static int stride(Block block) {
    return Math.max(8, (block.bytes >> 3) & -8);
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
