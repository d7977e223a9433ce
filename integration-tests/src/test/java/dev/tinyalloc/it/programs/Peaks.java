package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thread allocates at two lines, often the same size again, and frees, at random; prints {@code
 * peak TOTAL LINES}: the most that was live at once, in bytes, and the same of each line added up.
 * With an argument it frees nothing itself, but has others free all that is live, again and again.
 */
public final class Peaks {

  private static final int STEPS = 200_000;
  private static final int LINES = 2;

  /** By line; reachable until the last report is written. */
  private static final List<List<ByteBuffer>> LIVE = List.of(new ArrayList<>(), new ArrayList<>());

  private static final long[] BYTES = new long[LINES];
  private static final long[] PEAKS = new long[LINES];

  private Peaks() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws InterruptedException {
    long peak = arguments.length == 0 ? alone() : withOthers();
    System.out.println("peak " + peak + " " + (PEAKS[0] + PEAKS[1]));
  }

  private static long withOthers() throws InterruptedException {
    long peak = 0;
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 5_000; i++) {
        allocate(0, 1_000);
        allocate(1, 500);
      }
      peak = Math.max(peak, BYTES[0] + BYTES[1]);
      Thread other = new Thread(Peaks::freeAll);
      other.start();
      other.join();
    }
    return peak;
  }

  private static void freeAll() {
    for (int line = 0; line < LINES; line++) {
      for (int left = LIVE.get(line).size(); left > 0; left--) {
        free(line, left - 1);
      }
    }
  }

  private static long alone() {
    Random random = new Random(11);
    int[] sizes = {100, 2000};
    long peak = 0;
    for (int step = 0; step < STEPS; step++) {
      int line = random.nextInt(LINES);
      // In waves: much is freed, and then less is live for long than there was.
      if (random.nextInt(1000) < 500 + 100 * Math.sin(step / 5_000.0)) {
        if (random.nextInt(100) == 0) {
          sizes[line] = 1 + random.nextInt(1 << random.nextInt(16));
        }
        allocate(line, sizes[line]);
      } else if (!LIVE.get(line).isEmpty()) {
        free(line, random.nextInt(LIVE.get(line).size()));
      }
      peak = Math.max(peak, BYTES[0] + BYTES[1]);
    }
    return peak;
  }

  private static void allocate(int line, int bytes) {
    LIVE.get(line).add(line == 0 ? one(bytes) : other(bytes));
    BYTES[line] += bytes;
    PEAKS[line] = Math.max(PEAKS[line], BYTES[line]);
  }

  private static ByteBuffer one(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer other(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static void free(int line, int index) {
    List<ByteBuffer> live = LIVE.get(line);
    ByteBuffer last = live.remove(live.size() - 1);
    ByteBuffer freed = index < live.size() ? live.set(index, last) : last;
    BYTES[line] -= freed.capacity();
    Direct.free(freed);
  }
}
