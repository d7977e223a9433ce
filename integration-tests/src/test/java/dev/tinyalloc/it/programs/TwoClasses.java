package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;

/** Allocates 64 KiB in each of two classes, keeps that, and prints the process id. */
public final class TwoClasses {

  private static final int SIZE = 64 << 10;

  private TwoClasses() {}

  public static void main(String[] arguments) throws InterruptedException {
    ByteBuffer[] kept = {Alpha.make(), Beta.make()};
    System.out.println(ProcessHandle.current().pid());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print(kept[0].get(0))));
  }

  private static final class Alpha {
    static ByteBuffer make() {
      return ByteBuffer.allocateDirect(SIZE);
    }
  }

  private static final class Beta {
    static ByteBuffer make() {
      return ByteBuffer.allocateDirect(SIZE);
    }
  }
}
