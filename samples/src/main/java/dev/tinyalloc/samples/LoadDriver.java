package dev.tinyalloc.samples;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests to {@link HttpServerSample} over several connections and checks every answer.
 *
 * <p>{@code LoadDriver [--redraw] HOST:PORT REQUESTS}. Progress and faults go to standard error, in
 * one line that is redrawn if {@code --redraw} says that this is a terminal; the result is one line
 * on standard output. Exit status: 0 all answers were right, 1 some were not, 2 wrong usage.
 */
public final class LoadDriver {

  private static final int CONNECTIONS = 8;

  /** A server that is gone answers nothing more; then the rest need not be sent. */
  private static final int MAX_FAILURES = 100;

  private static final int MAX_FAULTS_SHOWN = 5;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicLong receivedBytes = new AtomicLong();
  private final URI server;
  private final int requests;
  private final Progress progress;

  LoadDriver(URI server, int requests, Progress progress) {
    this.server = server;
    this.requests = requests;
    this.progress = progress;
  }

  /** Runs; see the class comment. */
  public static void main(String[] args) throws InterruptedException {
    boolean redraw = args.length > 0 && args[0].equals("--redraw");
    int first = redraw ? 1 : 0;
    if (args.length != first + 2) {
      throw refuse("a server and a number are wanted");
    }
    int requests = parseCount(args[first + 1]);
    Progress progress = new Progress(System.err, redraw, requests);
    LoadDriver driver = new LoadDriver(parseServer(args[first]), requests, progress);
    System.exit(driver.run() ? 0 : 1);
  }

  private static URI parseServer(String text) {
    try {
      return new URI("http://" + text + "/");
    } catch (URISyntaxException e) {
      throw refuse("no HOST:PORT: " + text);
    }
  }

  private static int parseCount(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw refuse("no number of requests: " + text);
  }

  /** Ends the program; what it returns is for the compiler, which does not know that. */
  private static IllegalArgumentException refuse(String reason) {
    System.err.println(reason + "\nusage: LoadDriver [--redraw] HOST:PORT REQUESTS");
    System.exit(2);
    return new IllegalArgumentException(reason);
  }

  /** Sends all requests and prints the result; returns whether all answers were right. */
  boolean run() throws InterruptedException {
    long startNanos = System.nanoTime();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread sender = new Thread(this::send, "sender-" + i);
      sender.start();
      senders.add(sender);
    }
    for (Thread sender : senders) {
      sender.join();
    }
    progress.clear();
    System.out.println(result((System.nanoTime() - startNanos) / 1e9));
    return failures.get() == 0 && done.get() == requests;
  }

  /** Sends one request after the other; {@link HttpClient} keeps as many connections as senders. */
  private void send() {
    int number;
    while (failures.get() < MAX_FAILURES && (number = next.getAndIncrement()) < requests) {
      String fault = fault(Exchange.of(server, number));
      if (!fault.isEmpty()) {
        fail(number, fault);
      }
      progress.update(done.incrementAndGet());
    }
  }

  /** Returns what went wrong, or an empty string. */
  private String fault(Exchange exchange) {
    try {
      HttpResponse<byte[]> answer = client.send(exchange.request(), BodyHandlers.ofByteArray());
      sentBytes.addAndGet(exchange.sentBytes());
      receivedBytes.addAndGet(answer.body().length);
      return exchange.faultOf(answer);
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  private void fail(int number, String fault) {
    if (failures.incrementAndGet() <= MAX_FAULTS_SHOWN) {
      progress.clear();
      System.err.println("request " + number + " failed: " + fault);
    }
  }

  private String result(double seconds) {
    double mib = 1 << 20;
    return String.format(
        Locale.ROOT,
        "%,d requests, %,d failed; %.1f MiB sent, %.1f MiB received in %.1f s (%,.0f requests/s)",
        done.get(),
        failures.get(),
        sentBytes.get() / mib,
        receivedBytes.get() / mib,
        seconds,
        done.get() / seconds);
  }
}
