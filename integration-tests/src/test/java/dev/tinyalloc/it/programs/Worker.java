package dev.tinyalloc.it.programs;

import dev.tinyalloc.it.programs.MillionBuffers.Live;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread's part of {@link MillionBuffers}. */
final class Worker {

  static final int MAX_SIZE = 1 << 20;

  /** Patterns start at different places of one array of random bytes. */
  static final int PATTERNS = 8_191;

  private static final int SIZE_BITS = 20;
  private static final int SLOTS = 2_000;

  private final Queue<Live> fromNeighbour = new ConcurrentLinkedQueue<>();
  private final Live[] slots = new Live[SLOTS];
  private final Random random;
  private final int count;
  private final byte[] pattern;
  private final ByteBuffer expected;
  private final ByteBuffer zeros = ByteBuffer.allocate(MAX_SIZE);
  private Worker neighbour = this;
  private long made;
  private long bytes;
  private long freed;
  private long freedForOthers;
  private long dropped;

  Worker(long seed, int count, byte[] pattern) {
    this.random = new Random(seed);
    this.count = count;
    this.pattern = pattern;
    this.expected = ByteBuffer.wrap(pattern);
  }

  /** Who frees some of this one's buffers. */
  void neighbour(Worker worker) {
    neighbour = worker;
  }

  /** Keeps a number of buffers alive and ends a random one for each new one. */
  void makeAll() {
    for (int i = 0; i < count; i++) {
      int slot = random.nextInt(SLOTS);
      end(slots[slot]);
      slots[slot] = make();
      freeFromNeighbour();
    }
  }

  /** Runs after all have made theirs, in another thread. */
  void endAll() {
    for (int slot = 0; slot < SLOTS; slot++) {
      Live live = slots[slot];
      slots[slot] = null;
      if (live != null) {
        check(live);
        free(live);
        freed++;
      }
    }
    freeFromNeighbour();
  }

  private Live make() {
    int size = size();
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    long address = Direct.address(buffer);
    LiveRanges.enter(address, size);
    made++;
    bytes += size;
    require(buffer.capacity() == size, "its capacity is not " + size, buffer, address);
    require(buffer.mismatch(zeros.limit(size)) < 0, "it is not zero at birth", buffer, address);
    int number = random.nextInt(PATTERNS);
    buffer.put(0, pattern, number, size);
    return new Live(buffer, address, number);
  }

  /** The logarithm is even but for large ones, which are rarer, lest it take minutes. */
  private int size() {
    double one = random.nextDouble();
    double other = random.nextDouble();
    double bits = SIZE_BITS * Math.min(one, other);
    return (int) Math.round(Math.pow(2, bits));
  }

  private void end(Live live) {
    if (live == null) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        check(live);
        free(live);
        freed++;
      }
      case 2, 3 -> neighbour.fromNeighbour.add(live);
      default -> drop(live);
    }
  }

  private void freeFromNeighbour() {
    for (Live live = fromNeighbour.poll(); live != null; live = fromNeighbour.poll()) {
      check(live);
      free(live);
      freedForOthers++;
    }
  }

  private void check(Live live) {
    ByteBuffer buffer = live.buffer();
    expected.clear().position(live.pattern()).limit(live.pattern() + buffer.capacity());
    require(buffer.mismatch(expected) < 0, "its content has changed", buffer, live.address());
  }

  private static void free(Live live) {
    LiveRanges.leave(live.address());
    Direct.free(live.buffer());
  }

  /** The caller's slot is overwritten next: then the buffer is the collector's. */
  private void drop(Live live) {
    check(live);
    LiveRanges.leave(live.address());
    dropped++;
  }

  /** Adds this one's figures to {@code sum}, unless that is itself. */
  void addTo(Worker sum) {
    if (sum != this) {
      sum.made += made;
      sum.bytes += bytes;
      sum.freed += freed;
      sum.freedForOthers += freedForOthers;
      sum.dropped += dropped;
    }
  }

  String summary() {
    return "made "
        + made
        + ", bytes "
        + bytes
        + ", freed by their thread "
        + freed
        + ", by others "
        + freedForOthers
        + ", by the collector "
        + dropped;
  }

  private static void require(boolean holds, String what, ByteBuffer buffer, long address) {
    if (!holds) {
      throw new IllegalStateException(what + ": " + buffer + " at " + Long.toHexString(address));
    }
  }
}
