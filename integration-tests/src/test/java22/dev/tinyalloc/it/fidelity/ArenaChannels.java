package dev.tinyalloc.it.fidelity;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Buffers of segments in channels: which kind goes where. */
final class ArenaChannels {

  private static final int SIZE = 20_000;

  /**
   * In a confined arena, the channel's own thread fails, and whoever waits for it does for ever.
   */
  private static final List<Kind> UNOWNED = List.of(Kind.SHARED, Kind.AUTO, Kind.GLOBAL);

  private ArenaChannels() {}

  static void addTo(Checks checks) {
    checks
        .add("file", () -> Kind.each(arena -> file(arena, ArenaChannels::writeAndRead)))
        .add(
            "file, at a position", () -> Kind.each(arena -> file(arena, ArenaChannels::positioned)))
        .add("file, gathering", () -> Kind.each(arena -> file(arena, ArenaChannels::gather)))
        .add("file, read-only", () -> Kind.each(arena -> file(arena, ArenaChannels::readOnly)))
        .add("file, closed arena", ArenaChannels::closedArena)
        .add("file, another thread", () -> Kind.each(arena -> file(arena, ArenaChannels::foreign)))
        .add("asynchronous file", () -> Kind.each(UNOWNED, ArenaChannels::asynchronous))
        .add("mapped into an arena", () -> Kind.each(arena -> file(arena, ArenaChannels::mapped)))
        .add("socket", () -> Kind.each(ArenaChannels::socket))
        .add("socket, gathering", () -> Kind.each(ArenaChannels::socketGather))
        .add("datagrams", () -> Kind.each(ArenaChannels::datagrams))
        .add("pipe", () -> Kind.each(ArenaChannels::pipe))
        .add("again and again", ArenaChannels::again);
  }

  /** What a check does with a file. */
  @FunctionalInterface
  private interface Use {
    Object of(Arena arena, FileChannel channel) throws Exception;
  }

  private static Object file(Arena arena, Use use) throws Exception {
    Path file = Files.createTempFile(Path.of(""), "arena", null);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return Refusal.of(() -> use.of(arena, channel));
    } finally {
      Files.delete(file);
    }
  }

  private static ByteBuffer written(Arena arena, int size, int seed) {
    return SegmentContents.write(arena.allocate(size), seed).asByteBuffer();
  }

  private static Object writeAndRead(Arena arena, FileChannel channel) throws IOException {
    int written = channel.write(written(arena, SIZE, 1));
    MemorySegment target = arena.allocate(SIZE);
    int read = channel.position(0).read(target.asByteBuffer());
    return Outcome.of(written, read, SegmentContents.damage(target, 1));
  }

  private static Object positioned(Arena arena, FileChannel channel) throws IOException {
    channel.write(written(arena, SIZE, 1), 100);
    MemorySegment target = arena.allocate(50);
    int read = channel.read(target.asSlice(10).asByteBuffer(), 100);
    return Outcome.of(read, SegmentContents.all(target));
  }

  private static Object gather(Arena arena, FileChannel channel) throws IOException {
    ByteBuffer[] sources = {
      written(arena, 100, 1), ByteBuffer.allocate(5), written(arena, 3_000, 2)
    };
    MemorySegment one = arena.allocate(105);
    MemorySegment two = arena.allocate(3_000);
    long written = channel.write(sources);
    long read = channel.position(0).read(new ByteBuffer[] {one.asByteBuffer(), two.asByteBuffer()});
    return Outcome.of(
        written, read, SegmentContents.damage(two, 2), SegmentContents.damage(one, 1));
  }

  private static Object readOnly(Arena arena, FileChannel channel) throws IOException {
    MemorySegment segment = SegmentContents.write(arena.allocate(100), 1).asReadOnly();
    int written = channel.write(segment.asByteBuffer());
    return Outcome.of(written, Refusal.of(() -> channel.read(segment.asByteBuffer(), 0)));
  }

  private static String closedArena() throws Throwable {
    return Kind.each(
        Kind.CLOSEABLE,
        arena -> {
          ByteBuffer buffer = written(arena, 100, 1);
          arena.close();
          Object write = file(arena, (closed, channel) -> channel.write(buffer));
          return Outcome.of(write, file(arena, (closed, channel) -> channel.read(buffer)), buffer);
        });
  }

  private static Object foreign(Arena arena, FileChannel channel) throws Exception {
    ByteBuffer buffer = written(arena, 100, 1);
    return Outcome.of(
        Refusal.elsewhere(() -> channel.write(buffer)),
        Refusal.virtually(() -> channel.read(buffer.clear(), 0)));
  }

  private static Object asynchronous(Arena arena) throws Exception {
    Path file = Files.createTempFile(Path.of(""), "arena", null);
    ByteBuffer source = written(arena, SIZE, 1);
    MemorySegment target = arena.allocate(SIZE);
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String written = Refusal.of(() -> channel.write(source, 0).get());
      String read = Refusal.of(() -> channel.read(target.asByteBuffer(), 0).get());
      return Outcome.of(written, read, SegmentContents.damage(target, 1));
    } finally {
      Files.delete(file);
    }
  }

  private static Object mapped(Arena arena, FileChannel channel) throws IOException {
    channel.write(written(arena, SIZE, 1));
    MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE, arena);
    MemorySegment copy = arena.allocate(SIZE).copyFrom(map);
    return Outcome.of(
        map.isMapped(),
        map.scope() == arena.scope(),
        SegmentContents.damage(copy, 1),
        Refusal.of(() -> map.fill((byte) 1)));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Object socket(Arena arena) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort());
        SocketChannel client = SocketChannel.open(listener.getLocalAddress());
        SocketChannel server = listener.accept()) {
      String written = Refusal.of(() -> client.write(written(arena, 5_000, 1)));
      client.shutdownOutput();
      MemorySegment target = arena.allocate(5_000);
      ByteBuffer buffer = target.asByteBuffer();
      String read = Refusal.of(() -> readAll(server, buffer));
      return Outcome.of(written, read, buffer, SegmentContents.damage(target, 1));
    }
  }

  private static Object readAll(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // What arrives at once is the network's choice.
    }
    return buffer.position();
  }

  private static Object socketGather(Arena arena) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort());
        SocketChannel client = SocketChannel.open(listener.getLocalAddress());
        SocketChannel server = listener.accept()) {
      ByteBuffer[] sources = {written(arena, 100, 1), written(arena, 300, 2)};
      String written = Refusal.of(() -> client.write(sources));
      client.shutdownOutput();
      MemorySegment target = arena.allocate(400);
      String read = Refusal.of(() -> readAll(server, target.asByteBuffer()));
      return Outcome.of(written, read, SegmentContents.all(target));
    }
  }

  private static Object datagrams(Arena arena) throws IOException {
    try (DatagramChannel one = DatagramChannel.open().bind(anyPort());
        DatagramChannel two = DatagramChannel.open().bind(anyPort())) {
      MemorySegment target = arena.allocate(100);
      String sent = Refusal.of(() -> one.send(written(arena, 100, 1), two.getLocalAddress()));
      String received =
          Refusal.of(() -> two.receive(target.asByteBuffer()).equals(one.getLocalAddress()));
      return Outcome.of(sent, received, SegmentContents.damage(target, 1));
    }
  }

  private static Object pipe(Arena arena) throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SinkChannel sink = pipe.sink();
        Pipe.SourceChannel source = pipe.source()) {
      MemorySegment target = arena.allocate(1_000);
      String written = Refusal.of(() -> sink.write(written(arena, 1_000, 1)));
      String read = Refusal.of(() -> source.read(target.asByteBuffer()));
      return Outcome.of(written, read, SegmentContents.damage(target, 1));
    }
  }

  /** An arena for each message, as servers do it. */
  private static String again() throws IOException {
    Pipe pipe = Pipe.open();
    int damaged = 0;
    try (Pipe.SinkChannel sink = pipe.sink();
        Pipe.SourceChannel source = pipe.source()) {
      for (int i = 0; i < 500; i++) {
        try (Arena arena = i % 10 == 0 ? Arena.ofShared() : Arena.ofConfined()) {
          MemorySegment target = arena.allocate(1 + i);
          int moved = sink.write(written(arena, 1 + i, i)) - source.read(target.asByteBuffer());
          damaged += moved == 0 && SegmentContents.damage(target, i) < 0 ? 0 : 1;
        }
      }
    }
    return damaged + " damaged";
  }
}
