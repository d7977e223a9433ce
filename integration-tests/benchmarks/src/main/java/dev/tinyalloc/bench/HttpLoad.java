package dev.tinyalloc.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;

/**
 * One connection to the samples' HTTP server, which asks for an echo and checks it, again and
 * again. By plain sockets: the JDK's client loses a request where the server has just closed.
 */
final class HttpLoad implements Closeable {

  private static final int MAX_BODY_BYTES = 32 << 10;
  private static final int KINDS = 64;
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream input;
  private final byte[][] requests = new byte[KINDS][];
  private final byte[][] bodies = new byte[KINDS][];
  private int next;

  private long answers;
  private long longestNanos;

  /** Connects to {@code port} of this machine; {@code seed} says what will be sent. */
  HttpLoad(int port, long seed) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    Random random = new Random(seed);
    for (int i = 0; i < KINDS; i++) {
      bodies[i] = new byte[1 + random.nextInt(MAX_BODY_BYTES)];
      random.nextBytes(bodies[i]);
      requests[i] = request(bodies[i]);
    }
  }

  private static byte[] request(byte[] body) {
    String head =
        "POST /echo HTTP/1.1\r\nhost: loopback\r\ncontent-length: " + body.length + "\r\n\r\n";
    byte[] start = head.getBytes(ISO_8859_1);
    byte[] request = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }

  /**
   * Asks until {@link System#nanoTime} has come to {@code endNanos}.
   *
   * @throws IOException if an answer is wrong or does not come
   */
  void runUntil(long endNanos) throws IOException {
    answers = 0;
    longestNanos = 0;
    long start = System.nanoTime();
    while (start < endNanos) {
      ask();
      long end = System.nanoTime();
      answers++;
      longestNanos = Math.max(longestNanos, end - start);
      start = end;
    }
  }

  /** Right answers of the last run. */
  long answers() {
    return answers;
  }

  /** From question to answer, the longest of the last run. */
  long longestNanos() {
    return longestNanos;
  }

  private void ask() throws IOException {
    int kind = next++ % KINDS;
    socket.getOutputStream().write(requests[kind]);
    String status = line();
    int length = -1;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(header.substring(LENGTH.length()).trim());
      }
    }
    byte[] answer = input.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 200") || !Arrays.equals(answer, bodies[kind])) {
      throw new IOException(status + " with " + answer.length + " bytes, or others than were sent");
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = input.read(); read != '\n'; read = input.read()) {
      if (read < 0) {
        throw new EOFException("the server has closed the connection behind \"" + line + "\"");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
