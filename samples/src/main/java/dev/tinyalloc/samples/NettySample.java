package dev.tinyalloc.samples;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;

/**
 * A Netty server and its clients in one process, which does a fixed amount of work and ends: for
 * measurements that run a program again and again.
 *
 * <p>{@code NettySample [--pooled] [REQUESTS]}. Each buffer of the server is allocated for itself,
 * by {@code ByteBuffer.allocateDirect}; with {@code --pooled}, Netty's pool is asked, which
 * allocates rarely. The result is one line on standard output. Exit status: 0 all answers were
 * right, 1 some were not, 2 wrong usage.
 */
public final class NettySample {

  private static final int REQUESTS = 10_000;

  /** 0: no memory of Netty's own making, which no JVM knows of. Read when Netty is first used. */
  private static final String OWN_MEMORY = "io.netty.maxDirectMemory";

  private NettySample() {}

  /** Runs; see the class comment. */
  public static void main(String[] args) throws Exception {
    boolean pooled = args.length > 0 && args[0].equals("--pooled");
    int first = pooled ? 1 : 0;
    if (args.length > first + 1 || (args.length > first && !args[first].matches("[1-9][0-9]*"))) {
      System.err.println("usage: NettySample [--pooled] [REQUESTS]");
      System.exit(2);
    }
    if (System.getProperty(OWN_MEMORY) == null) {
      System.setProperty(OWN_MEMORY, "0");
    }
    int requests = args.length > first ? Integer.parseInt(args[first]) : REQUESTS;
    System.exit(run(pooled, requests) ? 0 : 1);
  }

  private static boolean run(boolean pooled, int requests) throws Exception {
    ByteBufAllocator allocator =
        pooled ? ByteBufAllocator.DEFAULT : new UnpooledByteBufAllocator(true);
    try (HttpServerSample server = new HttpServerSample(allocator)) {
      URI address = new URI("http://127.0.0.1:" + server.listen() + "/");
      return new LoadDriver(address, requests, new Progress(System.err, false, requests)).run();
    }
  }
}
