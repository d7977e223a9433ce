package dev.tinyalloc.agent.prometheus;

import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.report.SnapshotSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves metrics to scrapers: one thread takes connections, another answers them one by one. Not
 * the JDK's HTTP server, which sets up {@code java.util.logging} before the program can.
 */
public final class MetricsServer implements Runnable {

  private static final String NAME = "tinyalloc-prometheus";
  private static final int BACKLOG = 16;
  private static final int LOOK_AROUND_MILLIS = 1_000;

  private final String address;
  private final BlockingQueue<Socket> waiting = new ArrayBlockingQueue<>(BACKLOG);
  private final SnapshotSource source;
  private volatile boolean over;
  private volatile @Nullable ServerSocket listening;

  private MetricsServer(String address, SnapshotSource source) {
    this.address = address;
    this.source = source;
  }

  /**
   * Begins to listen, in a daemon thread. What stands in the way is a line on stderr.
   *
   * @param address {@code HOST:PORT}; which port 0 becomes is said on stderr
   */
  public static MetricsServer start(String address, SnapshotSource source) {
    MetricsServer started = new MetricsServer(address, source);
    startDaemon(NAME, started);
    return started;
  }

  /** Listens no more; both threads end. From any thread. */
  public void stop() throws IOException {
    over = true;
    ServerSocket open = listening;
    if (open != null) {
      open.close();
    }
    while (!waiting.offer(Answers.NO_MORE)) {
      waiting.clear();
    }
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setContextClassLoader(MetricsServer.class.getClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try (ServerSocket server = new ServerSocket()) {
      listening = server;
      server.bind(socketAddress(), BACKLOG);
      server.setSoTimeout(LOOK_AROUND_MILLIS);
      tellPort(server.getLocalPort());
      Answers answers = new Answers(source, waiting);
      startDaemon(NAME + "-answers", answers);
      takeConnections(server, answers);
    } catch (Throwable e) {
      if (!over) {
        Console.error("cannot serve metrics on " + address + ": " + e.getMessage());
      }
    }
  }

  private InetSocketAddress socketAddress() {
    String host = host();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return new InetSocketAddress(host, port);
  }

  /** An IPv6 address stands in brackets. */
  private String host() {
    String host = address.substring(0, address.lastIndexOf(':'));
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private void tellPort(int port) {
    if (address.endsWith(":0")) {
      String host = address.substring(0, address.lastIndexOf(':'));
      Console.warn("metrics are served on http://" + host + ":" + port + "/metrics");
    }
  }

  private void takeConnections(ServerSocket server, Answers answers) throws InterruptedException {
    while (!over) {
      try {
        take(server.accept());
        answers.closeOverdue();
      } catch (SocketTimeoutException nobodyCame) {
        answers.closeOverdue();
      } catch (IOException e) {
        // For want of file descriptors, say; there may be some later.
        TimeUnit.MILLISECONDS.sleep(LOOK_AROUND_MILLIS);
      }
    }
  }

  private void take(Socket connection) throws IOException {
    if (!waiting.offer(connection)) {
      connection.close();
    }
  }
}
