package dev.tinyalloc.samples;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server as Netty 4.1 makes it; everything but {@link RequestHandler} is Netty's own.
 *
 * <p>It listens on a free port of the loopback address, prints {@code listening on 127.0.0.1:PORT},
 * and stops at {@code POST /stop} or at the end of its standard input.
 */
public final class HttpServerSample implements AutoCloseable {

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final EventLoopGroup eventLoops = new NioEventLoopGroup();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final RequestHandler handler = new RequestHandler(stopped::countDown);

  private final ByteBufAllocator allocator;

  /** A server that does not listen yet. */
  HttpServerSample(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Serves until told to stop; takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    try (HttpServerSample server = new HttpServerSample(ByteBufAllocator.DEFAULT)) {
      int port = server.listen();
      System.out.println("listening on 127.0.0.1:" + port);
      server.stopAtEndOf(System.in);
      server.stopped.await();
    }
  }

  /** Begins to listen, and returns on which port. */
  int listen() throws InterruptedException {
    Channel channel =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    wire(connection.pipeline());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private void wire(ChannelPipeline pipeline) {
    pipeline
        .addLast(new HttpServerCodec())
        .addLast(new HttpServerKeepAliveHandler())
        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
        .addLast(handler);
  }

  private void stopAtEndOf(InputStream input) {
    Thread reader =
        new Thread(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // An input that cannot be read has ended.
              }
              stopped.countDown();
            },
            "stop-at-end-of-input");
    reader.setDaemon(true);
    reader.start();
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
