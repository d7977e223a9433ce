package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Virtual threads on two carriers that make buffers, free some of them by hand and drop the others,
 * while the collector runs: all of them want the lock of the JDK's list of cleaners, where a
 * virtual thread leaves its carrier. Nobody who does that may hold a lock of ours.
 */
public final class CrowdedCleaners {

  private static final int THREADS = 100;
  private static final int BUFFERS = 160;

  private CrowdedCleaners() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread collector = Thread.ofPlatform().daemon().start(CrowdedCleaners::collect);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.startVirtualThread(CrowdedCleaners::work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    collector.interrupt();
    System.out.println("done");
  }

  private static void work() {
    ByteBuffer previous = null;
    for (int i = 0; i < BUFFERS; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(64 << (i & 7));
      if (previous != null && (i & 3) != 0) {
        Direct.free(previous);
      }
      previous = buffer;
      if ((i & 15) == 0) {
        Thread.yield();
      }
    }
  }

  private static void collect() {
    try {
      while (true) {
        System.gc();
        Thread.sleep(5);
      }
    } catch (InterruptedException over) {
      return;
    }
  }
}
