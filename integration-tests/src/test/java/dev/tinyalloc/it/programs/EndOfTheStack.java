package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes and frees buffers deeper and deeper, until the stack ends somewhere in the middle of that,
 * on stacks of many sizes; then does it once more with room enough. A lock that was not given back
 * would stop it, a list that was half linked show in the buffers' contents.
 */
public final class EndOfTheStack {

  private static final int ROUNDS = 60;
  private static final int[] SIZES = {1, 64, 1000, 5000, 40_000, 200_000};

  private static int wrong;

  private EndOfTheStack() {}

  public static void main(String[] arguments) throws InterruptedException {
    int ends = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Descent descent = new Descent(round);
      // Sizes that the alignment of pages does not make equal.
      Thread thread = new Thread(null, descent, "descent", (200 + 4L * round) << 10);
      thread.start();
      thread.join();
      ends += descent.ended ? 1 : 0;
    }
    useAll();
    System.out.println(ends + " ends, " + wrong + " wrong");
  }

  private static void useAll() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      buffers.add(filled(SIZES[i % SIZES.length], (byte) i));
    }
    for (int i = 0; i < buffers.size(); i++) {
      check(buffers.get(i), (byte) i);
      Direct.free(buffers.get(i));
    }
  }

  private static ByteBuffer filled(int size, byte value) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    if (buffer.get(0) != 0 || buffer.get(size - 1) != 0) {
      wrong++;
    }
    return buffer.put(0, value).put(size - 1, value);
  }

  private static void check(ByteBuffer buffer, byte value) {
    if (buffer.get(0) != value || buffer.get(buffer.capacity() - 1) != value) {
      wrong++;
    }
  }

  private static final class Descent implements Runnable {

    private final List<ByteBuffer> kept = new ArrayList<>();
    private int turn;
    private boolean ended;

    Descent(int start) {
      turn = start;
    }

    @Override
    public void run() {
      try {
        descend();
      } catch (StackOverflowError end) {
        ended = true;
      }
      for (ByteBuffer buffer : kept) {
        check(buffer, (byte) buffer.capacity());
        Direct.free(buffer);
      }
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack ends
    private void descend() {
      int size = SIZES[turn++ % SIZES.length];
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      buffer.put(0, (byte) size).put(size - 1, (byte) size);
      // Not before: the stack may end in between.
      kept.add(buffer);
      if (turn % 3 == 0) {
        Direct.free(kept.remove(kept.size() - 1));
      }
      descend();
    }
  }
}
