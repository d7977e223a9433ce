package dev.tinyalloc.agent.prometheus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tinyalloc.agent.report.SnapshotSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers HTTP requests, one for each connection. */
final class Answers implements Runnable {

  private static final int READ_MILLIS = 5_000;
  private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_REQUEST_BYTES = 16 << 10;
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** In the queue: nobody comes any more. */
  static final Socket NO_MORE = new Socket();

  private final SnapshotSource source;
  private final BlockingQueue<Socket> waiting;
  private final MetricsText metrics = new MetricsText();

  private volatile @Nullable Socket current;
  private volatile long sinceNanos;

  Answers(SnapshotSource source, BlockingQueue<Socket> waiting) {
    this.source = source;
    this.waiting = waiting;
  }

  @Override
  public void run() {
    while (true) {
      try (Socket connection = waiting.take()) {
        if (connection == NO_MORE) {
          return;
        }
        sinceNanos = System.nanoTime();
        current = connection;
        answer(connection);
      } catch (Throwable failed) {
        // The scraper's business; it comes again.
      } finally {
        current = null;
      }
    }
  }

  /** Ends the connection of a scraper that does not read; from any thread. */
  void closeOverdue() {
    Socket connection = current;
    if (connection != null && System.nanoTime() - sinceNanos > OVERDUE_NANOS) {
      close(connection);
    }
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is as good as closed.
      return;
    }
  }

  private void answer(Socket connection) throws IOException {
    connection.setSoTimeout(READ_MILLIS);
    String[] request = requestLine(connection.getInputStream()).split(" ", -1);
    String path = request.length < 2 ? "" : request[1].replaceFirst("[?].*", "");
    OutputStream out = connection.getOutputStream();
    boolean isHead = request[0].equals("HEAD");
    if (!isHead && !request[0].equals("GET")) {
      send(out, "405 Method Not Allowed", PLAIN, "GET only\n".getBytes(ISO_8859_1), true);
    } else if (!path.equals("/metrics")) {
      send(out, "404 Not Found", PLAIN, "see /metrics\n".getBytes(ISO_8859_1), !isHead);
    } else {
      sendMetrics(out, !isHead);
    }
  }

  private void sendMetrics(OutputStream out, boolean withBody) throws IOException {
    byte[] text;
    try {
      text = text();
    } catch (Throwable e) {
      byte[] reason = e.toString().getBytes(ISO_8859_1);
      send(out, "500 Internal Server Error", PLAIN, reason, withBody);
      return;
    }
    send(out, "200 OK", metrics.contentType(), text, withBody);
  }

  private byte[] text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics.write(source.now(), text);
    return text.toByteArray();
  }

  /** The first line, once the headers have come to their end. */
  private static String requestLine(InputStream in) throws IOException {
    byte[] buffer = new byte[MAX_REQUEST_BYTES];
    int length = 0;
    while (length < buffer.length) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      String head = new String(buffer, 0, length, ISO_8859_1);
      if (head.contains("\r\n\r\n")) {
        return head.substring(0, head.indexOf("\r\n"));
      }
    }
    throw new IOException("no request");
  }

  private static void send(
      OutputStream out, String status, String type, byte[] body, boolean withBody)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    if (withBody) {
      out.write(body);
    }
    out.flush();
  }
}
