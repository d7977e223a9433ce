package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.concurrent.Future;

/** Arenas that input and output hold open. */
final class ArenaAcquired {

  private ArenaAcquired() {}

  static void addTo(Checks checks) {
    checks
        .add("closed during a read", ArenaAcquired::duringRead)
        .add("closed during two reads", ArenaAcquired::duringTwoReads)
        .add("closed during a scattering read", ArenaAcquired::duringScatter)
        .add("allocated during a read", ArenaAcquired::allocatedDuringRead)
        .add("closed while a read is pending", ArenaAcquired::pending)
        .add("pending in each kind", () -> Kind.each(ArenaAcquired::pendingIn))
        .add("closed by the reader afterwards", ArenaAcquired::afterwards);
  }

  /** A thread that waits for a byte of a pipe. */
  private static final class Reader {
    private final Pipe pipe;
    private final Thread thread;
    private volatile String outcome = "not yet";

    Reader(ByteBuffer... buffers) throws IOException, InterruptedException {
      pipe = Pipe.open();
      Pipe.SourceChannel source = pipe.source();
      thread = new Thread(() -> outcome = Refusal.of(() -> read(source, buffers)));
      thread.start();
      awaitRead();
    }

    private static Object read(Pipe.SourceChannel source, ByteBuffer[] buffers) throws IOException {
      return buffers.length == 1 ? source.read(buffers[0]) : source.read(buffers);
    }

    /** Until it is in the system call, where the arena is held. */
    private void awaitRead() throws InterruptedException {
      while (thread.isAlive() && !reads(thread.getStackTrace())) {
        Thread.sleep(1);
      }
    }

    private static boolean reads(StackTraceElement[] trace) {
      return trace.length > 0
          && trace[0].isNativeMethod()
          && Arrays.stream(trace).anyMatch(frame -> frame.getClassName().endsWith(".IOUtil"));
    }

    /** Gives it its byte; what it found. */
    String end() throws IOException, InterruptedException {
      pipe.sink().write(ByteBuffer.wrap(new byte[] {42}));
      thread.join();
      pipe.sink().close();
      pipe.source().close();
      return outcome;
    }
  }

  private static String duringRead() throws Exception {
    Arena arena = Arena.ofShared();
    MemorySegment segment = arena.allocate(100);
    Reader reader = new Reader(segment.asByteBuffer());
    String first = Refusal.ofRunning(arena::close);
    boolean alive = segment.scope().isAlive();
    String again = Refusal.elsewhere(() -> closed(arena));
    String read = reader.end();
    byte found = segment.get(JAVA_BYTE, 0);
    return Outcome.of(first, alive, again, read, found, Refusal.ofRunning(arena::close));
  }

  private static Object closed(Arena arena) {
    arena.close();
    return "closed";
  }

  private static String duringTwoReads() throws Exception {
    Arena arena = Arena.ofShared();
    Reader one = new Reader(arena.allocate(100).asByteBuffer());
    Reader two = new Reader(arena.allocate(100_000).asByteBuffer());
    String both = Refusal.ofRunning(arena::close);
    String firstRead = one.end();
    String single = Refusal.ofRunning(arena::close);
    String secondRead = two.end();
    return Outcome.of(both, firstRead, single, secondRead, Refusal.ofRunning(arena::close));
  }

  private static String duringScatter() throws Exception {
    Arena arena = Arena.ofShared();
    Reader reader =
        new Reader(arena.allocate(10).asByteBuffer(), arena.allocate(20).asByteBuffer());
    String during = Refusal.ofRunning(arena::close);
    return Outcome.of(during, reader.end(), Refusal.ofRunning(arena::close));
  }

  private static String allocatedDuringRead() throws Exception {
    Arena arena = Arena.ofShared();
    Reader reader = new Reader(arena.allocate(100).asByteBuffer());
    String refused = Refusal.ofRunning(arena::close);
    MemorySegment late = SegmentContents.write(arena.allocate(5_000), 1);
    String read = reader.end();
    long damage = SegmentContents.damage(late, 1);
    return Outcome.of(refused, read, damage, Refusal.ofRunning(arena::close));
  }

  private static String pending() throws Exception {
    Arena arena = Arena.ofShared();
    Object found = pendingIn(arena);
    return Outcome.of(found, Refusal.ofRunning(arena::close));
  }

  private static Object pendingIn(Arena arena) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (AsynchronousServerSocketChannel listener =
            AsynchronousServerSocketChannel.open().bind(any);
        AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
      client.connect(listener.getLocalAddress()).get();
      try (AsynchronousSocketChannel server = listener.accept().get()) {
        MemorySegment segment = arena.allocate(100);
        return Refusal.of(() -> read(arena, segment, client, server));
      }
    }
  }

  /** Where the channel takes the buffer at all. */
  private static Object read(
      Arena arena,
      MemorySegment segment,
      AsynchronousSocketChannel client,
      AsynchronousSocketChannel server)
      throws Exception {
    Future<Integer> read = server.read(segment.asByteBuffer());
    String during = Refusal.ofRunning(arena::close);
    client.write(ByteBuffer.wrap(new byte[] {7})).get();
    return Outcome.of(during, read.get(), segment.get(JAVA_BYTE, 0));
  }

  private static String afterwards() throws Exception {
    Arena arena = Arena.ofShared();
    Reader reader = new Reader(arena.allocate(100).asByteBuffer());
    String read = reader.end();
    return Outcome.of(read, Refusal.elsewhere(() -> closed(arena)), arena.scope().isAlive());
  }
}
