package dev.tinyalloc.it.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * A Netty HTTP server and its client. Arguments: which of Netty's allocators, and how many requests
 * each of four connections makes. Prints checksums of the answers and what Netty says that it uses;
 * shuts everything down, drops the allocator, and ends when that is gone.
 */
public final class NettyHttpServer {

  private static final int CONNECTIONS = 4;
  private static final int MAX_BODY_BYTES = 1 << 20;

  private NettyHttpServer() {}

  public static void main(String[] arguments) throws Exception {
    ReferenceQueue<ByteBufAllocator> queue = new ReferenceQueue<>();
    PhantomReference<ByteBufAllocator> dropped =
        serve(allocator(arguments[0]), Integer.parseInt(arguments[1]), queue);
    // Pools give their memory back in finalizers; each of them still knows its allocator.
    while (queue.remove(100) != dropped) {
      System.gc();
    }
    System.out.println("dropped");
  }

  private static ByteBufAllocator allocator(String name) {
    return switch (name) {
      case "pooled" -> new PooledByteBufAllocator(true);
      case "adaptive" -> new AdaptiveByteBufAllocator(true);
      case "unpooled" -> new UnpooledByteBufAllocator(true);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Returns what tells that the allocator is gone. */
  private static PhantomReference<ByteBufAllocator> serve(
      ByteBufAllocator allocator, int requests, ReferenceQueue<ByteBufAllocator> queue)
      throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    try {
      Channel server = listen(loops, allocator);
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      askInParallel(port, requests);
      System.out.println(
          "used " + ((ByteBufAllocatorMetricProvider) allocator).metric().usedDirectMemory());
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
    return new PhantomReference<>(allocator, queue);
  }

  private static Channel listen(EventLoopGroup loops, ByteBufAllocator allocator)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, allocator)
        .childOption(ChannelOption.ALLOCATOR, allocator)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel connection) {
                connection
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                    .addLast(new Echo());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  private static void askInParallel(int port, int requests) throws InterruptedException {
    long[] sums = new long[CONNECTIONS];
    Thread[] clients = new Thread[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      int client = i;
      clients[i] = new Thread(() -> sums[client] = ask(port, requests, client));
      clients[i].start();
    }
    for (int i = 0; i < CONNECTIONS; i++) {
      clients[i].join();
      System.out.println("client " + i + " " + sums[i]);
    }
  }

  /** Posts bodies of all sizes and returns a checksum of the answers. */
  private static long ask(int port, int requests, int seed) {
    CRC32 sum = new CRC32();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      socket.setTcpNoDelay(true);
      for (int i = 0; i < requests; i++) {
        byte[] body = body(seed + i);
        String head = "POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n";
        out.write(head.formatted(i, body.length).getBytes(US_ASCII));
        out.write(body);
        out.flush();
        sum.update(in.readNBytes(length(in)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum.getValue();
  }

  private static byte[] body(int number) {
    byte[] body = new byte[1 << number % 18];
    Arrays.fill(body, (byte) number);
    return body;
  }

  /** Reads the head of an answer; returns the length of its body. */
  private static int length(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    String name = "content-length: ";
    int start = head.indexOf(name) + name.length();
    return Integer.parseInt(head.substring(start, head.indexOf("\r\n", start)));
  }
}
