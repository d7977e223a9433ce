package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes {@link #COUNT} buffers in each of five methods, which end in five ways. */
public final class SampledBuffers {

  /** So many by each method. */
  public static final int COUNT = 200;

  private static final int BYTES = 100;

  private static final List<ByteBuffer> KEPT = new ArrayList<>();

  private SampledBuffers() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < COUNT; i++) {
      freedAtOnce();
      freedTwice();
      dropped();
      kept();
    }
    freedByAnother();
    Ledger.awaitCollection();
    SampleCounts.print(SampledBuffers.class);
    System.out.println("kept " + KEPT.size());
  }

  private static void freedAtOnce() {
    Direct.free(ByteBuffer.allocateDirect(BYTES));
  }

  private static void freedTwice() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    Direct.free(buffer);
    Direct.free(buffer);
  }

  private static void dropped() {
    Ledger.born(ByteBuffer.allocateDirect(BYTES)).drop();
  }

  private static void kept() {
    KEPT.add(ByteBuffer.allocateDirect(BYTES));
  }

  private static void freedByAnother() throws InterruptedException {
    List<ByteBuffer> made = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      made.add(ByteBuffer.allocateDirect(BYTES));
    }
    Thread other = new Thread(() -> made.forEach(Direct::free));
    other.start();
    other.join();
  }
}
