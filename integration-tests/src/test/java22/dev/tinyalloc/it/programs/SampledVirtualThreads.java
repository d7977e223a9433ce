package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** A virtual thread for each of so many buffers, which it frees itself. */
public final class SampledVirtualThreads {

  private static final int AT_ONCE = 1000;

  private SampledVirtualThreads() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    for (int i = 0; i < count; i += AT_ONCE) {
      CountDownLatch done = new CountDownLatch(AT_ONCE);
      for (int j = 0; j < AT_ONCE; j++) {
        Thread.startVirtualThread(() -> one(done));
      }
      done.await();
    }
    SampleCounts.print(SampledVirtualThreads.class);
    System.out.println("live " + SampleCounts.list("live").size());
    System.out.println("stacks " + SampleCounts.list("stacks").size());
  }

  private static void one(CountDownLatch done) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    Thread.yield();
    Direct.free(buffer);
    done.countDown();
  }
}
