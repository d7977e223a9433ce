package dev.tinyalloc.it.fidelity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;

/** Sockets and pipes through direct buffers, on this machine only. */
final class Sockets {

  private static final int MANY = 300_000;

  /** What a check does with the two ends of a connection. */
  @FunctionalInterface
  private interface Use {
    Object of(SocketChannel client, SocketChannel server) throws Exception;
  }

  private Sockets() {}

  static void addTo(Checks checks) {
    checks
        .add("write and read", () -> connected(Sockets::echo))
        .add("much", () -> connected(Sockets::much))
        .add("gather and scatter", () -> connected(Sockets::gather))
        .add("not blocking", () -> connected(Sockets::nonBlocking))
        .add("read-only", () -> connected(Sockets::readOnly))
        .add("end of stream", () -> connected(Sockets::endOfStream))
        .add("closed", () -> connected(Sockets::closed))
        .add("freed between", () -> connected(Sockets::freedBetween))
        .add("unix domain", Sockets::unixDomain)
        .add("asynchronous", Sockets::asynchronous)
        .add("datagrams", Sockets::datagrams)
        .add("connected datagrams", Sockets::connectedDatagrams)
        .add("datagram cut short", Sockets::shortDatagram)
        .add("pipe", Sockets::pipe)
        .add("pipe, gather and scatter", Sockets::pipeGather);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Object connected(Use use) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(anyPort())) {
      return connected(listener, SocketChannel.open(listener.getLocalAddress()), use);
    }
  }

  private static Object connected(ServerSocketChannel listener, SocketChannel client, Use use)
      throws Exception {
    try (client;
        SocketChannel server = listener.accept()) {
      return use.of(client, server);
    }
  }

  private static Object echo(SocketChannel client, SocketChannel server) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1_000), 1);
    ByteBuffer copy = ByteBuffer.allocateDirect(1_000);
    int written = client.write(buffer);
    readFully(server, copy);
    return Outcome.of(written, buffer, copy, Contents.damage(copy, 1));
  }

  private static void readFully(ByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      buffer.position();
    }
  }

  private static Object much(SocketChannel client, SocketChannel server) throws Exception {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(MANY), 1);
    Thread writer = new Thread(() -> writeFully(client, buffer));
    writer.start();
    ByteBuffer copy = ByteBuffer.allocateDirect(MANY);
    readFully(server, copy);
    writer.join();
    return Outcome.of(buffer, copy, Contents.damage(copy, 1));
  }

  private static void writeFully(ByteChannel channel, ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object gather(SocketChannel client, SocketChannel server) throws IOException {
    ByteBuffer[] sources = {
      Contents.write(ByteBuffer.allocateDirect(20), 1), Contents.write(ByteBuffer.allocate(9), 2)
    };
    ByteBuffer[] targets = {ByteBuffer.allocateDirect(11), ByteBuffer.allocateDirect(18)};
    long written = client.write(sources);
    while (targets[1].hasRemaining()) {
      server.read(targets);
    }
    return Outcome.of(written, sources, Contents.all(targets[0]), Contents.all(targets[1]));
  }

  private static Object nonBlocking(SocketChannel client, SocketChannel server) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    server.configureBlocking(false);
    int nothing = server.read(buffer);
    try (Selector selector = Selector.open()) {
      SelectionKey key = server.register(selector, SelectionKey.OP_READ);
      client.write(Contents.write(ByteBuffer.allocateDirect(100), 1));
      selector.select(5_000);
      return Outcome.of(nothing, key.isReadable(), server.read(buffer), Contents.all(buffer));
    }
  }

  private static Object readOnly(SocketChannel client, SocketChannel server) throws IOException {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(20), 1).asReadOnlyBuffer();
    int written = client.write(buffer);
    return Outcome.of(written, Outcome.failure(() -> server.read(buffer.rewind())));
  }

  private static Object endOfStream(SocketChannel client, SocketChannel server) throws IOException {
    client.close();
    ByteBuffer buffer = ByteBuffer.allocateDirect(20);
    return Outcome.of(server.read(buffer), buffer);
  }

  private static Object closed(SocketChannel client, SocketChannel server) throws IOException {
    client.close();
    return Outcome.failure(() -> client.write(ByteBuffer.allocateDirect(20)));
  }

  private static Object freedBetween(SocketChannel client, SocketChannel server)
      throws IOException {
    int damaged = 0;
    for (int i = 0; i < 100; i++) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(500 + i), i);
      client.write(buffer);
      Internals.free(buffer);
      ByteBuffer copy = ByteBuffer.allocateDirect(500 + i);
      readFully(server, copy);
      damaged += Contents.damage(copy, i) < 0 ? 0 : 1;
      Internals.free(copy);
    }
    return damaged + " damaged";
  }

  private static Object unixDomain() throws Exception {
    Path socket = Path.of("socket");
    Files.deleteIfExists(socket);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      return connected(listener, SocketChannel.open(address), Sockets::echo);
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  private static Object asynchronous() throws Exception {
    try (AsynchronousServerSocketChannel listener =
            AsynchronousServerSocketChannel.open().bind(anyPort());
        AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
      Future<AsynchronousSocketChannel> accepted = listener.accept();
      Void unused = client.connect(listener.getLocalAddress()).get();
      try (AsynchronousSocketChannel server = accepted.get()) {
        ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 1);
        ByteBuffer copy = ByteBuffer.allocateDirect(300);
        int written = client.write(buffer).get();
        while (copy.hasRemaining()) {
          int read = server.read(copy).get();
          written = read < 0 ? read : written;
        }
        return Outcome.of(written, copy, Contents.damage(copy, 1));
      }
    }
  }

  private static Object datagrams() throws IOException {
    try (DatagramChannel one = DatagramChannel.open().bind(anyPort());
        DatagramChannel other = DatagramChannel.open().bind(anyPort())) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 1).position(10);
      int sent = one.send(buffer, other.getLocalAddress());
      ByteBuffer copy = ByteBuffer.allocateDirect(500);
      SocketAddress from = other.receive(copy);
      return Outcome.of(sent, buffer, from.equals(one.getLocalAddress()), copy.flip().hashCode());
    }
  }

  private static Object connectedDatagrams() throws IOException {
    try (DatagramChannel one = DatagramChannel.open().bind(anyPort());
        DatagramChannel other = DatagramChannel.open().bind(anyPort())) {
      one.connect(other.getLocalAddress());
      other.connect(one.getLocalAddress());
      ByteBuffer[] sources = {
        Contents.write(ByteBuffer.allocateDirect(30), 1), Contents.write(ByteBuffer.allocate(9), 2)
      };
      ByteBuffer[] targets = {ByteBuffer.allocateDirect(11), ByteBuffer.allocateDirect(40)};
      return Outcome.of(one.write(sources), other.read(targets), Contents.all(targets[1]));
    }
  }

  private static Object shortDatagram() throws IOException {
    try (DatagramChannel one = DatagramChannel.open().bind(anyPort());
        DatagramChannel other = DatagramChannel.open().bind(anyPort())) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 1);
      int sent = one.send(buffer, other.getLocalAddress());
      ByteBuffer copy = ByteBuffer.allocateDirect(64).limit(20);
      SocketAddress unused = other.receive(copy);
      return Outcome.of(sent, copy, Contents.all(copy));
    }
  }

  private static Object pipe() throws IOException {
    Pipe pipe = Pipe.open();
    try (var sink = pipe.sink();
        var source = pipe.source()) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(300), 1);
      ByteBuffer copy = ByteBuffer.allocateDirect(300);
      return Outcome.of(sink.write(buffer), source.read(copy), copy, Contents.damage(copy, 1));
    }
  }

  private static Object pipeGather() throws IOException {
    Pipe pipe = Pipe.open();
    try (var sink = pipe.sink();
        var source = pipe.source()) {
      ByteBuffer[] sources = {
        Contents.write(ByteBuffer.allocateDirect(10), 1), Contents.write(ByteBuffer.allocate(9), 2)
      };
      ByteBuffer[] targets = {ByteBuffer.allocateDirect(4), ByteBuffer.allocateDirect(20)};
      return Outcome.of(sink.write(sources), source.read(targets), Contents.all(targets[1]));
    }
  }
}
